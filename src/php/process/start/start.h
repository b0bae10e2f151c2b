/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_START_START_H
#define BGPROC_PHP_PROCESS_START_START_H

/* BackgroundProcess::run(): all steps from the checked options to the detached supervisor. */

#include "src/launch/launch.h"
#include "src/launch/program_image.h"
#include "src/php/process/object.h"

/* What a job adds to the start of its process; all borrowed. */
struct bgproc_start_job {
	struct bgproc_launch_job launch;
	const struct bgproc_image *program; /* executed instead of the command line; NULL: the command line is executed */
	const char *program_name;           /* its ARG0 */
	int *input;                         /* becomes descriptor 0; taken over, -1 afterwards. NULL: as the options demand */
	const zend_string *script;          /* content of KEY.php; NULL: none */
	const zend_string *request;         /* content of KEY.request; NULL: none */
};

/*
 * Starts the process of a handle that is not started yet; job is NULL for a plain process. True: the process runs, and the
 * handle owns the outcome pipe, the capture files and the text of the record. False: an exception is pending and all traces
 * of the start were removed.
 */
bool bgproc_process_start(struct bgproc_process_obj *process, const struct bgproc_start_job *job);

#endif
