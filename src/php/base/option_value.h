/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_OPTION_VALUE_H
#define BGPROC_PHP_BASE_OPTION_VALUE_H

/*
 * Single values of options arrays, of processes and jobs alike. What takes a value returns false with a \TypeError or
 * \ValueError pending: Option "name" must be RULE, WHAT given. Values are dereferenced already.
 */

#include "php.h"
#include "zend_smart_str.h"

#include "src/platform/clock.h"

#include <stdint.h>

/* 10^9 s are 31 years: more is a mistake of units. */
#define BGPROC_SECONDS_MAX 1e9

/*
 * Bytes, option and INI entry "output_limit". The file of a captured output may grow to twice that, which must fit into an
 * off_t.
 */
#define BGPROC_OUTPUT_LIMIT_MAX (ZEND_LONG_MAX / 4)

/* Seconds as a PHP number to milliseconds. False unless finite, >= 0 (or > 0 when positive is set) and <= 10^9. */
bool bgproc_seconds_to_ms(double seconds, bool positive, int64_t *ms);

/*
 * An argument of a method: a number of seconds, to milliseconds; or a "timeout", to the deadline it means, where forever
 * stands for null. False with a \ValueError for argument arg_num pending.
 */
bool bgproc_argument_seconds(double seconds, uint32_t arg_num, int64_t *ms);
bool bgproc_argument_deadline(double timeout, bool forever, uint32_t arg_num, struct bgproc_deadline *deadline);

/* What a value is, for messages: "int -5", "string \"x\"", "array". The caller releases it. */
zend_string *bgproc_describe(const zval *value);

/* Throw; always false. */
bool bgproc_bad_value(const char *name, const char *rule, const zval *value);
bool bgproc_bad_type(const char *name, const char *rule, const zval *value);

/* Throws; always false. name is NULL for a number. known lists the options, separated by commas; it is freed. */
bool bgproc_unknown_option(zend_string *name, smart_str *known);

/*
 * A copy of the options in which no reference is left, neither as a value nor inside an array: what is checked in it stays as it
 * is, whatever code of the user runs later. Arrays within the arrays of an array are left alone, no option reads them but body
 * and query, which PHP itself takes apart. The caller lets go of it with zend_array_release().
 */
HashTable *bgproc_options_settled(HashTable *options);

bool bgproc_option_has_nul(const zend_string *text);

/*
 * Whether the value is of the type, or PHP would make one of it for a parameter of that type where the caller is not under
 * strict_types. Then it is replaced in its table, which must be ours alone (bgproc_options_settled()). Later checks of the same
 * table find the type. They throw nothing. A number with a fraction is no int, and true and false are no numbers.
 */
bool bgproc_option_weak_number(zval *value);
bool bgproc_option_weak_int(zval *value);
bool bgproc_option_weak_string(zval *value);

/* Values of a scalar type; they too may be replaced. */
bool bgproc_option_bool(const char *name, zval *value, bool *out);
bool bgproc_option_int(const char *name, zval *value, zend_long least, zend_long most, const char *rule, zend_long *out);

/* Borrowed from value. */
bool bgproc_option_path(const char *name, const zval *value, zend_string **out);

/* To milliseconds. The timeout may be null: -1. */
bool bgproc_option_seconds(const char *name, zval *value, bool positive, int64_t *out);
bool bgproc_option_timeout(const char *name, zval *value, int64_t *out);

#endif
