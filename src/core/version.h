/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_VERSION_H
#define BGPROC_CORE_VERSION_H

/* Version numbers of formats that programs of different releases exchange. */

/* Member "version" of a record, docs/record.md. A reader refuses a record with a higher version. */
#define BGPROC_RECORD_VERSION 1

/* First option of the supervisor's command line, src/protocol/supervisor.h. The supervisor refuses any other version. */
#define BGPROC_PROTOCOL_VERSION 1

#endif
