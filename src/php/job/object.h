/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_OBJECT_H
#define BGPROC_PHP_JOB_OBJECT_H

/* The object of class Bgproc\Job: a background process that is a job. */

#include "php.h"

#include "src/php/process/object.h"

extern zend_class_entry *bgproc_ce_job;

struct bgproc_job_obj {
	zval process; /* BackgroundProcess */
	zval manager; /* JobManager */
	bool merged;
	zend_object std;
};

static inline struct bgproc_job_obj *bgproc_job_from_obj(zend_object *object)
{
	return (struct bgproc_job_obj *) ((char *) object - XtOffsetOf(struct bgproc_job_obj, std));
}

#define Z_BGPROC_JOB_P(zv) bgproc_job_from_obj(Z_OBJ_P(zv))

static inline struct bgproc_process_obj *bgproc_job_process(const struct bgproc_job_obj *job)
{
	return Z_BGPROC_PROCESS_P(&job->process);
}

/* Fills result with a Job for that process. */
void bgproc_job_create(zval *result, zval *manager, zval *process, bool merged);

/* The up-to-date record of a job; NULL with an exception pending. */
const struct bgproc_record *bgproc_job_record(struct bgproc_job_obj *job);

/* For a method without arguments: declares record, up to date, or ends the method with an exception pending. */
#define BGPROC_JOB_RECORD_OR_THROW(record) \
	const struct bgproc_record *record; \
\
	ZEND_PARSE_PARAMETERS_NONE(); \
	record = bgproc_job_record(Z_BGPROC_JOB_P(ZEND_THIS)); \
	if (!record) { \
		RETURN_THROWS(); \
	}

/* BackgroundProcess::stop() for a job: 1 ended, 0 not in time, -1 with an exception pending. */
int bgproc_job_cancel(struct bgproc_job_obj *job, int64_t grace_ms);

/* The contents of a companion of the job, "" when it does not exist. NULL with an exception pending. */
zend_string *bgproc_job_companion(struct bgproc_job_obj *job, const char *suffix);

/* Sets up the class for these objects. Returns its handlers, which all objects of the class share. */
zend_object_handlers *bgproc_job_object_register(zend_class_entry *ce);

#endif
