/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_OPTIONS_H
#define BGPROC_PHP_JOB_START_OPTIONS_H

/*
 * The options of Bgproc\JobManager and of its starts: where each name is allowed, the rules for each value, and the checked
 * values as plain C. Options that a job shares with every background process are only passed on
 * (src/php/process/options/options.h).
 */

#include "php.h"

#include "src/core/job.h"
#include "src/php/process/options/option_set.h"

#include <stdint.h>

/* The places where an option may be given; one bit each. */
enum bgproc_job_place {
	BGPROC_JOB_OF_MANAGER = 1,
	BGPROC_JOB_OF_REQUEST = 2,
	BGPROC_JOB_OF_COMMAND = 4,
	BGPROC_JOB_OF_CALL = 8,
};

/* Every pointer is borrowed from the options array; NULL: not given. */
struct bgproc_job_options {
	/* the manager's own */
	zend_string *working_directory, *key_prefix;
	zend_string *fastcgi, *document_root, *front_controller;
	zend_string *base_url, *connect_to, *ca_file, *authorization;
	int64_t connect_timeout_ms;
	zval *key;         /* string, or array of id => string */
	zval *worker_user; /* string or int */
	zval *php_binary;  /* string, or list of strings */
	zend_string *bootstrap;
	HashTable *cookies; /* those of the manager and of the start together */

	/* of a request */
	zend_string *method, *content_type;
	zval *query, *body;
	HashTable *headers;
	bool as_user, has_as;
	bool by_http, has_transport;

	/* of any job */
	int64_t delay_ms;
	uint64_t at_us; /* 0: none */
	zval *unique;   /* true or string */
	bool merge_last;
	zend_string *scope;
	bool has_timeout, has_error_timeout;
	int64_t timeout_ms, error_timeout_ms;     /* -1: none */
	int64_t max_runtime_ms, start_timeout_ms; /* -1: none */
	zend_long keep_succeeded, keep_failed;    /* 0: never removed */
	bool idempotent;
	zend_long retries;
	int64_t backoff_ms;
};

/*
 * Checks options and fills parsed. The first own of them must be allowed at place; the others were checked where they were
 * given. False with a \ValueError or \TypeError pending that names the option, its rule and the given value.
 */
bool bgproc_job_options_parse(HashTable *options, unsigned place, uint32_t own, struct bgproc_job_options *parsed);

/* The place of the options of a start of this kind. */
static inline enum bgproc_job_place bgproc_job_place_of(enum bgproc_job_kind kind)
{
	return kind == BGPROC_JOB_COMMAND ? BGPROC_JOB_OF_COMMAND
		: kind == BGPROC_JOB_CALL     ? BGPROC_JOB_OF_CALL
									  : BGPROC_JOB_OF_REQUEST;
}

/* Whether an option of this name is allowed at that place. */
bool bgproc_job_option_belongs(const char *name, enum bgproc_job_place place);

/*
 * Checks those options that BackgroundProcess has under the same name and that a job of this kind uses. Their values are
 * converted to their types. NULL with an exception pending; otherwise the caller releases the result.
 */
struct bgproc_option_set *bgproc_job_options_for_process(HashTable *options, enum bgproc_job_kind kind);

#endif
