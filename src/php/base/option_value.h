/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_OPTION_VALUE_H
#define BGPROC_PHP_BASE_OPTION_VALUE_H

/*
 * Single values of options arrays, for processes and jobs. A function that takes a value returns false with a \TypeError or
 * \ValueError pending: Option "name" must be RULE, WHAT given. The values must already be dereferenced.
 */

#include "php.h"
#include "zend_smart_str.h"

#include "src/platform/clock.h"

#include <stdint.h>

/* 10^9 s are 31 years: a larger number is probably in the wrong unit. */
#define BGPROC_SECONDS_MAX 1e9

/*
 * Bytes, for the option and the INI entry "output_limit". The file of a captured output may grow to twice the limit, which
 * must fit into an off_t.
 */
#define BGPROC_OUTPUT_LIMIT_MAX (ZEND_LONG_MAX / 4)

/* Converts seconds, a PHP number, to milliseconds. False unless finite, >= 0 (or > 0 when positive is set) and <= 10^9. */
bool bgproc_seconds_to_ms(double seconds, bool positive, int64_t *ms);

/*
 * An argument of a method: a number of seconds, converted to milliseconds, or a timeout, converted to a deadline. forever is
 * true when the argument is null: no deadline. False with a \ValueError for argument arg_num pending.
 */
bool bgproc_argument_seconds(double seconds, uint32_t arg_num, int64_t *ms);
bool bgproc_argument_deadline(double timeout, bool forever, uint32_t arg_num, struct bgproc_deadline *deadline);

/* Describes a value for messages: "int -5", "string \"x\"", "array". The caller releases the string. */
zend_string *bgproc_describe(const zval *value);

/* Throw; always false. */
bool bgproc_bad_value(const char *name, const char *rule, const zval *value);
bool bgproc_bad_type(const char *name, const char *rule, const zval *value);

/* Throws; always false. name is NULL if the key is a number. known lists the options, separated by commas; it is freed. */
bool bgproc_unknown_option(zend_string *name, smart_str *known);

/*
 * A copy of the options without references, neither as values nor inside arrays. So a checked value cannot change when code
 * of the user runs later. Arrays three levels deep are left unchanged: no option reads them except body and query, which PHP
 * itself processes. The caller releases the copy with zend_array_release().
 */
HashTable *bgproc_options_settled(HashTable *options);

bool bgproc_option_has_nul(const zend_string *text);

/*
 * Whether the value is of the type, or PHP would convert it for a parameter of that type in a caller without strict_types.
 * In the second case the converted value replaces it in its table, so the table must not be shared
 * (bgproc_options_settled()). Later checks find the right type. These functions throw nothing. A number with a fraction is
 * not an int, and true and false are not numbers.
 */
bool bgproc_option_weak_number(zval *value);
bool bgproc_option_weak_int(zval *value);
bool bgproc_option_weak_string(zval *value);

/* Values of a scalar type. They may be replaced too, see above. */
bool bgproc_option_bool(const char *name, zval *value, bool *out);
bool bgproc_option_int(const char *name, zval *value, zend_long least, zend_long most, const char *rule, zend_long *out);

/* Borrowed from value. */
bool bgproc_option_path(const char *name, const zval *value, zend_string **out);

/* Converts to milliseconds. The timeout may be null: -1. */
bool bgproc_option_seconds(const char *name, zval *value, bool positive, int64_t *out);
bool bgproc_option_timeout(const char *name, zval *value, int64_t *out);

#endif
