/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_PLAN_H
#define BGPROC_PHP_JOB_START_PLAN_H

/*
 * What the start of a job needs in addition to the start of a background process. A method of the manager creates the plan;
 * call.c or request.c fills it.
 */

#include "src/php/job/start/options.h"
#include "src/launch/program_image.h"

struct bgproc_job_plan {
	enum bgproc_job_kind kind;
	zval *manager;                     /* JobManager; borrowed */
	zval options;                      /* options of the start, completed by those of the manager; owned */
	struct bgproc_job_options given;   /* options, checked; points into options */
	struct bgproc_option_set *process; /* those options that BackgroundProcess has too; owned */
	zval commandline;                  /* command line of the process; owned. For a call: the words before the script */
	zend_string *target;               /* a description for people; owned, as all strings here */
	zend_string *identity;             /* what makes the job equal to another one, in addition to the command line */
	zend_string *retry_of;             /* NULL: none */
	zend_string *unique;               /* name of the claim; NULL: none */
	zend_string *request;              /* content of KEY.request */
	zend_string *script;               /* for a call: content of KEY.php */
	struct bgproc_held *input;         /* for a request: the descriptor of its spec, becomes descriptor 0; NULL: none; owned */
	struct bgproc_image program;       /* for a request: bgproc.request; path NULL: the command line is executed */

	/* Filled in by the start. */
	zend_string *notify; /* path of the socket */
	bool has_worker;     /* a process of another user may report */
	uid_t worker;
	int64_t delay_ms;     /* option "delay": measured by the monotonic clock; 0: none */
	uint64_t start_at_us; /* option "at": the time of the start; option "delay": the expected wall time of it; 0: at once */
};

/*
 * Merges the options of a start with those of the manager and checks them; everything else is empty. False with an exception
 * pending. The caller must free the plan in both cases.
 */
bool bgproc_job_plan_init(struct bgproc_job_plan *plan, enum bgproc_job_kind kind, unsigned place, zval *manager,
	HashTable *options);
void bgproc_job_plan_free(struct bgproc_job_plan *plan);

#endif
