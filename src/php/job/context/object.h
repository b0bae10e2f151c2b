/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_OBJECT_H
#define BGPROC_PHP_JOB_CONTEXT_OBJECT_H

/* The object of class Bgproc\JobContext: the job as seen from its own script. There is at most one in a request. */

#include "php.h"

#include "src/php/job/context/message.h"

#include <sys/types.h>

extern zend_class_entry *bgproc_ce_job_context;

enum bgproc_job_over {
	BGPROC_JOB_GOES_ON = 0,
	BGPROC_JOB_CANCELLED,
	BGPROC_JOB_ENDED, /* in another way, or in an unknown way */
};

struct bgproc_job_context_obj {
	struct bgproc_job_message message;
	zend_string *id;
	zend_string *path; /* of the notify socket */
	dev_t device;      /* device and inode of the socket: each attempt has its own socket */
	ino_t inode;
	pid_t owner;              /* the process that has asked for the context */
	bool is_request;          /* a web request, with output and a time limit */
	bool decided;             /* finish or fail was reported */
	bool unsent;              /* the last update was not sent, because the socket was full */
	zend_string *unsent_text; /* ... and its text, if any */
	double progress;
	int sent_percent; /* the last percentage that was sent, and when */
	uint64_t sent_ns;
	int64_t timeout_ms;    /* allowed time without an update; 0: no limit */
	uint64_t limit_set_ns; /* when PHP's own time limit was last restarted */
	enum bgproc_job_over over;
	char over_text[160]; /* how it ended, as far as it is known */

	/* The fatal error that ends the script; in memory outside of PHP's heap. */
	struct bgproc_buf error_message, error_file;
	uint32_t error_line;

	zend_string *claim;  /* for a request by HTTP: the header by which it was accepted */
	double request_time; /* ... and the time of the request: another one may contain the same header */
	zend_object std;
};

static inline struct bgproc_job_context_obj *bgproc_job_context_from_obj(zend_object *object)
{
	return (struct bgproc_job_context_obj *) ((char *) object - XtOffsetOf(struct bgproc_job_context_obj, std));
}

#define Z_BGPROC_JOB_CONTEXT_P(zv) bgproc_job_context_from_obj(Z_OBJ_P(zv))

/* Fills result with a context that reports to the socket. The socket is already connected, and ownership is taken. */
void bgproc_job_context_create(zval *result, struct bgproc_job_message *message, zend_string *id, zend_string *path);

/* Whether this is the process that has asked for the context: a forked child may report progress, but cannot end the job. */
bool bgproc_job_context_is_owner(const struct bgproc_job_context_obj *context);

/*
 * Returns the same, with an exception pending if this is another process: a forked child has a copy of the context, but only
 * the process that has asked for it may end the job.
 */
bool bgproc_job_context_may_decide(const struct bgproc_job_context_obj *context);

/* The context of $this; NULL with an exception pending. */
struct bgproc_job_context_obj *bgproc_job_context_fetch(zval *this);

/* Sets up the class for these objects. */
void bgproc_job_context_object_register(zend_class_entry *ce);

#endif
