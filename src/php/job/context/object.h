/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_OBJECT_H
#define BGPROC_PHP_JOB_CONTEXT_OBJECT_H

/* The object of class Bgproc\JobContext: the job from the inside. There is at most one in a request. */

#include "php.h"

#include "src/php/job/context/message.h"

#include <sys/types.h>

extern zend_class_entry *bgproc_ce_job_context;

enum bgproc_job_over {
	BGPROC_JOB_GOES_ON = 0,
	BGPROC_JOB_CANCELLED,
	BGPROC_JOB_ENDED, /* in another way, or in a way that is not known */
};

struct bgproc_job_context_obj {
	struct bgproc_job_message message;
	zend_string *id;
	zend_string *path; /* of the notify socket */
	dev_t device;      /* the socket as a file: another attempt has another one */
	ino_t inode;
	pid_t owner;              /* the process that has asked for it */
	bool is_request;          /* a web request, with output and a time limit */
	bool decided;             /* finish or fail was said */
	bool unsent;              /* the last update found no room */
	zend_string *unsent_text; /* ... and this was its text, if any */
	double progress;
	int sent_percent; /* what was sent last, and when */
	uint64_t sent_ns;
	int64_t timeout_ms;    /* without an update; 0: none */
	uint64_t limit_set_ns; /* when PHP's own time limit was moved last */
	enum bgproc_job_over over;
	char over_text[160]; /* how it ended, as far as it is known */

	/* The fatal error that ends the script; memory that is not the script's. */
	struct bgproc_buf error_message, error_file;
	uint32_t error_line;

	zend_string *claim;  /* of a request by HTTP: the header it was accepted by */
	double request_time; /* ... and the request: another one may come with the same header */
	zend_object std;
};

static inline struct bgproc_job_context_obj *bgproc_job_context_from_obj(zend_object *object)
{
	return (struct bgproc_job_context_obj *) ((char *) object - XtOffsetOf(struct bgproc_job_context_obj, std));
}

#define Z_BGPROC_JOB_CONTEXT_P(zv) bgproc_job_context_from_obj(Z_OBJ_P(zv))

/* Fills result with a context that reports to the socket, which is connected already and taken over. */
void bgproc_job_context_create(zval *result, struct bgproc_job_message *message, zend_string *id, zend_string *path);

/* Whether this is the process that has asked for the context: a forked child may report, but does not decide. */
bool bgproc_job_context_is_owner(const struct bgproc_job_context_obj *context);

/*
 * The same, with an exception pending when it is another: a forked child has a copy of the context; how the job ends is up to the
 * process that has asked for it.
 */
bool bgproc_job_context_may_decide(const struct bgproc_job_context_obj *context);

/* The context of $this; NULL with an exception pending. */
struct bgproc_job_context_obj *bgproc_job_context_fetch(zval *this);

/* Makes the class one of these objects. */
void bgproc_job_context_object_register(zend_class_entry *ce);

#endif
