/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_OPTION_VALUE_H
#define BGPROC_PHP_JOB_START_OPTION_VALUE_H

/*
 * Single values of the options of jobs, with the rules of src/php/base/option_value.h: false with a \TypeError or
 * \ValueError pending. Results are borrowed from value.
 */

#include "php.h"

#include <stdint.h>

/* Seconds, 31 years. */
#define BGPROC_JOB_KEEP_MAX 1000000000

/* Sets of types, for bgproc_job_value_any_of(). */
#define BGPROC_IS_STRING (1u << IS_STRING)
#define BGPROC_IS_ARRAY (1u << IS_ARRAY)
#define BGPROC_IS_LONG (1u << IS_LONG)

bool bgproc_job_value_absolute_path(const char *name, const zval *value, zend_string **out);

/* A string that good() accepts. */
bool bgproc_job_value_checked(const char *name, const zval *value, bool (*good)(const char *text, size_t length),
	const char *rule, zend_string **out);
bool bgproc_job_value_good_prefix(const char *text, size_t length);

/* One of two words; out is set to whether the value is yes. */
bool bgproc_job_value_word(const char *name, const zval *value, const char *no, const char *yes, bool *out);

bool bgproc_job_value_any_of(const char *name, zval *value, unsigned types, const char *rule, zval **out);
bool bgproc_job_value_php_binary(const char *name, zval *value, zval **out);
bool bgproc_job_value_cookies(const char *name, zval *value, HashTable **out);
bool bgproc_job_value_headers(const char *name, zval *value, HashTable **out);
bool bgproc_job_value_authorization(const char *name, zval *value, zend_string **out);

/* A point in time, \DateTimeInterface or seconds since 1970, in microseconds. Runs code of the user's class. */
bool bgproc_job_value_at(const char *name, zval *value, uint64_t *out);

/* The limit is that of the program that sends the request. */
bool bgproc_job_value_connect_timeout(const char *name, zval *value, int64_t *out);

/* Sets out to NULL if the job is not unique. */
bool bgproc_job_value_unique(const char *name, zval *value, zval **out);

#endif
