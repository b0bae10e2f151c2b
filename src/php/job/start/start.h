/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_START_H
#define BGPROC_PHP_JOB_START_START_H

/*
 * The start of a job: that of a background process with what the plan adds. The plan is attached to the process object while
 * process/start/start.c works, and asked by it at four points.
 */

#include "src/php/job/start/plan.h"

/* Starts it, or finds the job that holds its claim. Fills result with a Job; false with an exception pending. */
bool bgproc_job_start(struct bgproc_job_plan *plan, zval *result);

/* ---- for process/start/start.c ---- */

/* The program and its words, where the command line of the record is not what is executed. False: it is. */
bool bgproc_job_plan_command(const struct bgproc_job_plan *plan, struct bgproc_command *command);

/* The members of the first record. They point into the plan. */
void bgproc_job_plan_record(struct bgproc_job_plan *plan, struct bgproc_record *record);

/* The words of the supervisor. */
void bgproc_job_plan_say(const struct bgproc_job_plan *plan, struct bgproc_words *words);

/* Companions of the record, and descriptor 0. False with an exception pending. */
bool bgproc_job_plan_files(
	struct bgproc_job_plan *plan, struct bgproc_start_files *files, int dir_fd, const char *key);

#endif
