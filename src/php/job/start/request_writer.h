/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_REQUEST_WRITER_H
#define BGPROC_PHP_JOB_START_REQUEST_WRITER_H

/* The spec of a request (src/protocol/request_spec.h), which bgproc.request reads from descriptor 0. */

#include "src/php/job/start/plan.h"

/* The parts of a request, while they are collected. */
struct bgproc_request_message {
	zend_string *method, *target, *content_type, *body, *cookies; /* owned; body, content_type, cookies may be NULL */
	zend_string *host;
};

/* Writes the spec and stores its descriptor in plan->input. False with an exception pending. */
bool bgproc_request_keep_spec(struct bgproc_job_plan *plan, const struct bgproc_request_message *message);

/* The length of scheme and host, without a slash after them. */
size_t bgproc_request_base_length(const zend_string *url);

#endif
