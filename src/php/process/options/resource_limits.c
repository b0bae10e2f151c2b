/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/options/resource_limits.h"

#include "src/php/base/option_value.h"

#include <string.h>

static const struct {
	const char *name;
	int resource;
} resources[] = {
	{"core", RLIMIT_CORE},
	{"cpu", RLIMIT_CPU},
	{"data", RLIMIT_DATA},
	{"fsize", RLIMIT_FSIZE},
	{"nofile", RLIMIT_NOFILE},
	{"stack", RLIMIT_STACK},
#ifdef RLIMIT_AS
	{"as", RLIMIT_AS},
#endif
#ifdef RLIMIT_MEMLOCK
	{"memlock", RLIMIT_MEMLOCK},
#endif
#ifdef RLIMIT_NPROC
	{"nproc", RLIMIT_NPROC},
#endif
#ifdef RLIMIT_RSS
	{"rss", RLIMIT_RSS},
#endif
#ifdef RLIMIT_LOCKS
	{"locks", RLIMIT_LOCKS},
#endif
#ifdef RLIMIT_MSGQUEUE
	{"msgqueue", RLIMIT_MSGQUEUE},
#endif
#ifdef RLIMIT_NICE
	{"nice", RLIMIT_NICE},
#endif
#ifdef RLIMIT_RTPRIO
	{"rtprio", RLIMIT_RTPRIO},
#endif
#ifdef RLIMIT_RTTIME
	{"rttime", RLIMIT_RTTIME},
#endif
#ifdef RLIMIT_SIGPENDING
	{"sigpending", RLIMIT_SIGPENDING},
#endif
};

static bool resource_of(const zend_string *name, int *resource)
{
	for (size_t i = 0; i < sizeof resources / sizeof resources[0]; i++) {
		if (zend_string_equals_cstr(name, resources[i].name, strlen(resources[i].name))) {
			*resource = resources[i].resource;
			return true;
		}
	}
	return false;
}

/* A number >= 0, or "unlimited". */
static bool take_limit_value(const zval *value, rlim_t *out)
{
	if (value && Z_TYPE_P(value) == IS_LONG && Z_LVAL_P(value) >= 0) {
		*out = (rlim_t) Z_LVAL_P(value);
		return true;
	}
	*out = RLIM_INFINITY;
	return value && Z_TYPE_P(value) == IS_STRING && zend_string_equals_literal(Z_STR_P(value), "unlimited");
}

static bool take_limit(const char *name, const zval *item, struct bgproc_launch_limit *limit)
{
	bool good;

	if (Z_TYPE_P(item) == IS_ARRAY) {
		HashTable *pair = Z_ARRVAL_P(item);

		good = zend_hash_num_elements(pair) == 2 &&
			take_limit_value(zend_hash_index_find_deref(pair, 0), &limit->soft) &&
			take_limit_value(zend_hash_index_find_deref(pair, 1), &limit->hard);
	} else {
		good = take_limit_value(item, &limit->soft);
		limit->hard = limit->soft;
	}
	if (!good) {
		return bgproc_bad_value(name, "an array of resource => limit or [soft, hard], each an int >= 0 or \"unlimited\"", item);
	}
	/* RLIM_INFINITY is the largest value of its type. */
	if (limit->soft > limit->hard) {
		return bgproc_bad_value(name, "an array whose soft limits do not exceed the hard ones", item);
	}
	return true;
}

bool bgproc_resource_limits_take(
	const char *name, const zval *value, struct bgproc_launch_limit limits[BGPROC_LIMITS_MAX], size_t *count)
{
	zend_string *key;
	zval *item;

	if (Z_TYPE_P(value) != IS_ARRAY) {
		return bgproc_bad_type(name, "of type array", value);
	}
	*count = 0;
	ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL_P(value), key, item) {
		struct bgproc_launch_limit *limit = &limits[*count];

		ZVAL_DEREF(item);
		if (!key || *count == BGPROC_LIMITS_MAX || !resource_of(key, &limit->resource)) {
			zval given;

			if (key) {
				ZVAL_STR(&given, key);
			} else {
				ZVAL_COPY_VALUE(&given, value);
			}
			return bgproc_bad_value(name,
				"an array whose names are core, cpu, data, fsize, nofile, stack, as, memlock, nproc, rss, locks, msgqueue, "
				"nice, rtprio, rttime or sigpending (as far as the system has them)",
				&given);
		}
		if (!take_limit(name, item, limit)) {
			return false;
		}
		(*count)++;
	}
	ZEND_HASH_FOREACH_END();
	return true;
}
