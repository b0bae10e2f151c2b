/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_UNIQUE_H
#define BGPROC_PHP_JOB_START_UNIQUE_H

/* Option "unique": of all jobs with the same claim, only one may be unfinished, see src/store/file/unique.h. */

#include "src/php/job/start/plan.h"

#include "src/store/file/unique.h"

struct bgproc_job_claim {
	zval holder; /* BackgroundProcess that holds the claim and is to be returned; UNDEF: none */
	struct bgproc_store *store;
	struct bgproc_unique unique;
};

#define BGPROC_JOB_CLAIM_INIT \
	{ \
		{.u1.type_info = IS_UNDEF}, NULL, \
		{ \
			NULL, {0} \
		} \
	}

/*
 * Sets plan->unique, takes the lock, and finds the holder or writes the claim for the job key. False with an exception
 * pending. The caller must call bgproc_job_claim_end() in both cases, after the start: a claim whose job was not started is
 * void.
 */
bool bgproc_job_claim(struct bgproc_job_claim *claim, struct bgproc_job_plan *plan, zend_string *key);

void bgproc_job_claim_end(struct bgproc_job_claim *claim);

#endif
