/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/argument_value.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* The numbers of resources are small on every system; setrlimit() checks them finally. */
#define RESOURCE_MAX 255
/* A limit of Linux (NGROUPS_MAX). */
#define GROUPS_MAX 65536

bool bgproc_argument_number(const char *text, const char *end, uint64_t max, uint64_t *number)
{
	uint64_t value = 0;

	if (text == end || *text == '\0') {
		return false;
	}
	for (; text != end && *text; text++) {
		unsigned digit = (unsigned) (*text - '0');

		if (*text < '0' || *text > '9' || value > (UINT64_MAX - digit) / 10) {
			return false;
		}
		value = value * 10 + digit;
	}
	*number = value;
	return value <= max;
}

bool bgproc_argument_signed(const char *text, int64_t min, int64_t max, int64_t *number)
{
	bool negative = *text == '-';
	uint64_t value;

	if (!bgproc_argument_number(text + negative, NULL, (uint64_t) INT64_MAX, &value)) {
		return false;
	}
	*number = negative ? -(int64_t) value : (int64_t) value;
	return *number >= min && *number <= max;
}

bool bgproc_argument_fd(const char *text, int *fd)
{
	uint64_t number;

	/* 0, 1, 2 belong to the command. */
	if (!bgproc_argument_number(text, NULL, INT_MAX, &number) || number < 3) {
		return false;
	}
	*fd = (int) number;
	return true;
}

bool bgproc_argument_padded_fd(const char *text, int *fd)
{
	return bgproc_argument_fd(text + strspn(text, " "), fd);
}

bool bgproc_argument_ms(const char *text, int64_t *ms)
{
	uint64_t number;

	if (!bgproc_argument_number(text, NULL, INT64_MAX, &number)) {
		return false;
	}
	*ms = (int64_t) number;
	return true;
}

bool bgproc_argument_id(const char *text, const char *end, uint32_t *id)
{
	uint64_t number;

	if (!bgproc_argument_number(text, end, UINT32_MAX - 1, &number)) {
		return false;
	}
	*id = (uint32_t) number;
	return true;
}

bool bgproc_argument_path(const char *text, const char **path)
{
	*path = text;
	return text[0] == '/';
}

bool bgproc_argument_flag(const char *text, bool *flag)
{
	*flag = true;
	return strcmp(text, "1") == 0;
}

bool bgproc_argument_output(const char *text, bool is_stderr, struct bgproc_output_option *output)
{
	if (strcmp(text, "inherit") == 0) {
		output->mode = BGPROC_OUTPUT_INHERIT;
	} else if (strcmp(text, "relay") == 0) {
		output->mode = BGPROC_OUTPUT_RELAY;
	} else if (is_stderr && strcmp(text, "tail") == 0) {
		output->mode = BGPROC_OUTPUT_TAIL;
	} else if (is_stderr && strcmp(text, "stdout") == 0) {
		output->mode = BGPROC_OUTPUT_STDOUT;
	} else if (strncmp(text, "file:", 5) == 0) {
		output->mode = BGPROC_OUTPUT_FILE;
		return bgproc_argument_fd(text + 5, &output->fd);
	} else {
		return false;
	}
	return true;
}

bool bgproc_argument_groups(const char *text, gid_t **groups, size_t *group_count)
{
	size_t count = 1;

	for (const char *at = text; *at; at++) {
		count += *at == ',';
	}
	if (count > GROUPS_MAX) {
		return false;
	}
	*groups = calloc(count, sizeof **groups);
	if (!*groups) {
		return false;
	}
	/* An empty set of groups is allowed. */
	if (*text == '\0') {
		return true;
	}
	for (size_t i = 0; i < count; i++) {
		const char *comma = strchr(text, ',');
		uint32_t id;

		if (!bgproc_argument_id(text, comma, &id)) {
			return false;
		}
		(*groups)[(*group_count)++] = id;
		text = comma ? comma + 1 : text;
	}
	return true;
}

static bool read_limit_value(const char *text, const char *end, bool *unlimited, uint64_t *value)
{
	*value = 0;
	*unlimited = *text == '-' && (end ? text + 1 == end : text[1] == '\0');
	return *unlimited || bgproc_argument_number(text, end, UINT64_MAX - 1, value);
}

bool bgproc_argument_limit(const char *text, struct bgproc_limit **limits, size_t *limit_count)
{
	const char *soft = strchr(text, ':'), *hard = soft ? strchr(soft + 1, ':') : NULL;
	struct bgproc_limit limit, *grown;
	uint64_t resource;

	if (!hard || !bgproc_argument_number(text, soft, RESOURCE_MAX, &resource) ||
		!read_limit_value(soft + 1, hard, &limit.soft_unlimited, &limit.soft) ||
		!read_limit_value(hard + 1, NULL, &limit.hard_unlimited, &limit.hard)) {
		return false;
	}
	limit.resource = (int) resource;
	for (size_t i = 0; i < *limit_count; i++) {
		if ((*limits)[i].resource == limit.resource) {
			return false;
		}
	}
	grown = realloc(*limits, (*limit_count + 1) * sizeof *grown);
	if (!grown) {
		return false;
	}
	*limits = grown;
	grown[(*limit_count)++] = limit;
	return true;
}
