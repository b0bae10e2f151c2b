/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_VERSION_H
#define BGPROC_CORE_VERSION_H

/* The numbers that two programs of different releases may disagree about. */

/* Member "version" of a record, docs/record.md. A reader refuses a newer one. */
#define BGPROC_RECORD_VERSION 1

/* First option of the supervisor's command line, src/protocol/supervisor.h. The supervisor refuses any other. */
#define BGPROC_PROTOCOL_VERSION 1

#endif
