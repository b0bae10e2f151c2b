/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_PLAN_H
#define BGPROC_PHP_JOB_START_PLAN_H

/*
 * What the start of a job has beyond the start of any background process. A plan is made by the method of the manager, and
 * filled by call.c or request.c.
 */

#include "src/php/job/start/options.h"
#include "src/launch/program_image.h"

struct bgproc_job_plan {
	enum bgproc_job_kind kind;
	zval *manager;                     /* JobManager; borrowed */
	zval options;                      /* the start's, then the manager's; owned */
	struct bgproc_job_options given;   /* options, checked; points into it */
	struct bgproc_option_set *process; /* those of them that BackgroundProcess has; owned */
	zval commandline;                  /* what the process is; owned. Of a call the words before the script */
	zend_string *target;               /* in words for people; owned, as all strings here */
	zend_string *identity;             /* what makes it the same as another one, beside the command line */
	zend_string *retry_of;             /* NULL: none */
	zend_string *unique;               /* name of the claim; NULL: none */
	zend_string *request;              /* content of KEY.request */
	zend_string *script;               /* of a call: content of KEY.php */
	struct bgproc_held *input;         /* of a request: the descriptor of its spec, becomes descriptor 0; NULL: none; owned */
	struct bgproc_image program;       /* of a request: bgproc.request; path NULL: the command line says it */

	/* Filled in by the start. */
	zend_string *notify; /* path of the socket */
	bool has_worker;     /* another user may report */
	uid_t worker;
	int64_t delay_ms;     /* option "delay": counted by the monotonic clock; 0: none */
	uint64_t start_at_us; /* option "at": waited for; option "delay": what the wall clock should show then; 0: at once */
};

/*
 * Merges the options of a start with the manager's and checks them; everything else is empty. False with an exception
 * pending. To be freed in both cases.
 */
bool bgproc_job_plan_init(struct bgproc_job_plan *plan, enum bgproc_job_kind kind, unsigned place, zval *manager,
	HashTable *options);
void bgproc_job_plan_free(struct bgproc_job_plan *plan);

#endif
