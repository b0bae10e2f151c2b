/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_START_START_H
#define BGPROC_PHP_PROCESS_START_START_H

/* BackgroundProcess::run(): everything between the checked options and the detached supervisor. */

#include "src/launch/launch.h"
#include "src/launch/program_image.h"
#include "src/php/process/object.h"

/* What a job adds to the start of its process; all borrowed. */
struct bgproc_start_job {
	struct bgproc_launch_job launch;
	const struct bgproc_image *program; /* executed instead of the command line of the record; NULL: that is */
	const char *program_name;           /* its ARG0 */
	int *input;                         /* becomes descriptor 0; taken over, -1 afterwards. NULL: as the options say */
	const zend_string *script;          /* content of KEY.php; NULL: none */
	const zend_string *request;         /* content of KEY.request; NULL: none */
};

/*
 * Starts the process of a handle that was not started; job is NULL for a plain process. True: it runs, and the handle holds
 * the outcome pipe, the capture files and the text of the record. False: an exception is pending and nothing is left behind.
 */
bool bgproc_process_start(struct bgproc_process_obj *process, const struct bgproc_start_job *job);

#endif
