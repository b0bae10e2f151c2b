/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/options.h"
#include "src/php/base/option_value.h"

#include "zend_exceptions.h"

#include "src/platform/processors.h"

#include <string.h>

/* A soft timeout alone is followed by the hard one after this time. */
#define HARD_AFTER_SOFT_MS 10000

/* The system keeps no more of the name of a process. */
#define TITLE_MAX 15

#define TAKE(field) static bool take_##field(const char *name, zval *value, struct bgproc_pool_options *options)

/* An integer, or null: otherwise. */
static bool int_or_null(const char *name, zval *value, zend_long least, const char *rule, zend_long otherwise, zend_long *out)
{
	if (Z_TYPE_P(value) == IS_NULL) {
		*out = otherwise;
		return true;
	}
	return bgproc_option_int(name, value, least, ZEND_LONG_MAX / 2, rule, out);
}

TAKE(workers)
{
	return bgproc_option_int(name, value, 1, BGPROC_POOL_WORKERS_MAX, "between 1 and 1024", &options->workers);
}

TAKE(min_workers)
{
	return Z_TYPE_P(value) == IS_NULL ||
		bgproc_option_int(name, value, 1, BGPROC_POOL_WORKERS_MAX, "between 1 and 1024", &options->min_workers);
}

static bool take_timeout_ms(const char *name, zval *value, int64_t *out)
{
	if (!bgproc_option_timeout(name, value, out)) {
		return false;
	}
	return *out != 0 || bgproc_bad_value(name, "more than 0, or null", value);
}

TAKE(timeout)
{
	return take_timeout_ms(name, value, &options->timeout_ms);
}

TAKE(soft_timeout)
{
	return take_timeout_ms(name, value, &options->soft_timeout_ms);
}

TAKE(max_jobs)
{
	return int_or_null(name, value, 1, "at least 1, or null", 0, &options->max_jobs);
}

TAKE(max_memory)
{
	return int_or_null(name, value, 1, "at least 1 (bytes), or null", 0, &options->max_memory);
}

TAKE(max_lifetime)
{
	int64_t ms;

	if (!take_timeout_ms(name, value, &ms)) {
		return false;
	}
	options->max_lifetime_ms = ms < 0 ? 0 : ms;
	return true;
}

TAKE(jitter)
{
	if (!bgproc_option_weak_number(value)) {
		return bgproc_bad_type(name, "of type int|float", value);
	}
	options->jitter = zval_get_double(value);
	return (options->jitter >= 0 && options->jitter <= 1) || bgproc_bad_value(name, "between 0 and 1", value);
}

TAKE(max_pending)
{
	return bgproc_option_int(name, value, 1, 1000000000, "between 1 and 1000000000", &options->max_pending);
}

/* One of the words; its number is the result. */
static bool take_word(const char *name, zval *value, const char *const *words, int count, const char *rule, int *out)
{
	if (!bgproc_option_weak_string(value)) {
		return bgproc_bad_type(name, "of type string", value);
	}
	for (*out = 0; *out < count; ++*out) {
		if (zend_string_equals_cstr(Z_STR_P(value), words[*out], strlen(words[*out]))) {
			return true;
		}
	}
	return bgproc_bad_value(name, rule, value);
}

TAKE(overflow)
{
	static const char *const words[] = {"block", "throw", "drop_oldest", "refuse"};
	int word;

	if (!take_word(name, value, words, 4, "\"block\", \"throw\", \"drop_oldest\" or \"refuse\"", &word)) {
		return false;
	}
	options->overflow = (enum bgproc_overflow) word;
	return true;
}

TAKE(prefetch)
{
	if (Z_TYPE_P(value) == IS_NULL) {
		options->prefetch = -1;
		return true;
	}
	return bgproc_option_int(name, value, 0, 10000, "between 0 and 10000, or null", &options->prefetch);
}

TAKE(retries)
{
	return bgproc_option_int(name, value, 0, 1000, "between 0 and 1000", &options->retries);
}

TAKE(idempotent)
{
	return bgproc_option_bool(name, value, &options->idempotent);
}

TAKE(serializer)
{
	static const char *const words[] = {"auto", "php", "igbinary"};
	int word;

	if (!take_word(name, value, words, 3, "\"auto\", \"php\" or \"igbinary\"", &word)) {
		return false;
	}
	options->serializer = word == 2 ? BGPROC_SERIALIZER_IGBINARY : BGPROC_SERIALIZER_PHP;
	return bgproc_serializer_available(options->serializer) ||
		bgproc_bad_value(name, "\"auto\" or \"php\" while the extension igbinary is not loaded", value);
}

TAKE(nice)
{
	return bgproc_option_int(name, value, 0, 19, "between 0 and 19", &options->nice);
}

TAKE(limits)
{
	return bgproc_resource_limits_take(name, value, options->limits, &options->limit_count);
}

static bool take_callable(const char *name, zval *value, struct bgproc_callback *out)
{
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;
	char *problem = NULL;

	if (Z_TYPE_P(value) == IS_NULL) {
		return true;
	}
	if (zend_fcall_info_init(value, 0, &fci, &fcc, NULL, &problem) != SUCCESS) {
		zend_type_error("Option \"%s\" must be a callable or null: %s", name, problem ? problem : "it cannot be called");
		if (problem) {
			efree(problem);
		}
		return false;
	}
	if (problem) {
		efree(problem);
	}
	bgproc_callback_init(out, &fci, &fcc);
	return true;
}

TAKE(setup)
{
	return take_callable(name, value, &options->setup);
}

TAKE(teardown)
{
	return take_callable(name, value, &options->teardown);
}

TAKE(close_inherited)
{
	return bgproc_option_bool(name, value, &options->close_inherited);
}

TAKE(on_output)
{
	return take_callable(name, value, &options->on_output);
}

TAKE(title)
{
	if (Z_TYPE_P(value) == IS_NULL) {
		return true;
	}
	if (!bgproc_option_weak_string(value)) {
		return bgproc_bad_type(name, "of type string or null", value);
	}
	if (Z_STRLEN_P(value) == 0 || Z_STRLEN_P(value) > TITLE_MAX || bgproc_option_has_nul(Z_STR_P(value))) {
		return bgproc_bad_value(name, "1 to 15 bytes long and without NUL bytes", value);
	}
	options->title = zend_string_copy(Z_STR_P(value));
	return true;
}

/* clang-format off */
static const struct {
	const char *name;
	bool (*take)(const char *name, zval *value, struct bgproc_pool_options *options);
} table[] = {
	{"workers", take_workers}, {"min_workers", take_min_workers},
	{"timeout", take_timeout}, {"soft_timeout", take_soft_timeout},
	{"max_jobs", take_max_jobs}, {"max_memory", take_max_memory}, {"max_lifetime", take_max_lifetime}, {"jitter", take_jitter},
	{"max_pending", take_max_pending}, {"overflow", take_overflow}, {"prefetch", take_prefetch},
	{"retries", take_retries}, {"idempotent", take_idempotent},
	{"serializer", take_serializer}, {"nice", take_nice}, {"limits", take_limits},
	{"setup", take_setup}, {"teardown", take_teardown}, {"close_inherited", take_close_inherited},
	{"on_output", take_on_output}, {"title", take_title},
};
/* clang-format on */

static bool refuse_unknown(zend_string *key)
{
	smart_str known = {0};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		smart_str_appends(&known, i ? ", " : "");
		smart_str_appends(&known, table[i].name);
	}
	return bgproc_unknown_option(key, &known);
}

static bool take_one(zend_string *key, zval *value, struct bgproc_pool_options *options)
{
	for (size_t i = 0; key && i < sizeof table / sizeof *table; i++) {
		if (zend_string_equals_cstr(key, table[i].name, strlen(table[i].name))) {
			return table[i].take(table[i].name, value, options);
		}
	}
	return refuse_unknown(key);
}

/* What can only be wrong together. */
static bool agree(HashTable *given, struct bgproc_pool_options *options)
{
	if (options->min_workers > options->workers) {
		return bgproc_bad_value(
			"min_workers", "at most \"workers\"", zend_hash_str_find(given, "min_workers", strlen("min_workers")));
	}
	if (options->min_workers == 0) {
		options->min_workers = options->workers;
	}
	if (options->retries > 0 && !options->idempotent) {
		zend_value_error(
			"Option \"retries\" needs \"idempotent\" => true: a call whose worker was lost may have been carried out");
		return false;
	}
	if (options->soft_timeout_ms > 0 && options->timeout_ms < 0) {
		options->timeout_ms = options->soft_timeout_ms + HARD_AFTER_SOFT_MS;
	}
	if (options->soft_timeout_ms >= options->timeout_ms && options->soft_timeout_ms > 0) {
		return bgproc_bad_value(
			"soft_timeout", "shorter than \"timeout\"", zend_hash_str_find(given, "soft_timeout", strlen("soft_timeout")));
	}
	return true;
}

bool bgproc_pool_options_parse(HashTable *given, struct bgproc_pool_options *options)
{
	zend_string *key;
	zval *value;
	bool right = true;

	*options = (struct bgproc_pool_options) {
		.workers = MIN((zend_long) bgproc_processors(), BGPROC_POOL_WORKERS_MAX),
		.timeout_ms = -1,
		.soft_timeout_ms = -1,
		.jitter = 0.1,
		.max_pending = 10000,
		.prefetch = -1,
	};
	given = bgproc_options_settled(given);
	ZEND_HASH_FOREACH_STR_KEY_VAL(given, key, value) {
		right = take_one(key, value, options);
		if (!right) {
			break;
		}
	}
	ZEND_HASH_FOREACH_END();
	right = right && agree(given, options);
	zend_array_release(given);
	return right;
}

void bgproc_pool_options_free(struct bgproc_pool_options *options)
{
	bgproc_callback_free(&options->setup);
	bgproc_callback_free(&options->teardown);
	bgproc_callback_free(&options->on_output);
	if (options->title) {
		zend_string_release(options->title);
		options->title = NULL;
	}
}
