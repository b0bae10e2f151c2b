/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_JOB_SOCKET_H
#define BGPROC_SUPERVISOR_JOB_SOCKET_H

/* The notify socket KEY.sock of a job. Without a job these functions do nothing. */

#include "src/supervisor/supervisor.h"

/* Creates the socket for an attempt. 0, or -1 with errno. */
int bgproc_job_socket_open(struct bgproc_supervisor *supervisor);

/* From here on no message is received: the path is removed, and sending fails. */
void bgproc_job_socket_close(struct bgproc_supervisor *supervisor);

#endif
