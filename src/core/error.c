/* SPDX-License-Identifier: Apache-2.0 */
#include "src/core/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const stage_names[] = {
	[BGPROC_STAGE_NONE] = "",
	[BGPROC_STAGE_CLONE] = "clone",
	[BGPROC_STAGE_RECORD] = "record",
	[BGPROC_STAGE_SUPERVISOR] = "supervisor",
	[BGPROC_STAGE_RESERVE] = "reserve",
	[BGPROC_STAGE_OUTPUT] = "output",
	[BGPROC_STAGE_LIMIT] = "limit",
	[BGPROC_STAGE_NICE] = "nice",
	[BGPROC_STAGE_GROUP] = "group",
	[BGPROC_STAGE_USER] = "user",
	[BGPROC_STAGE_CHDIR] = "chdir",
	[BGPROC_STAGE_EXEC] = "exec",
};

#define STAGE_COUNT (sizeof stage_names / sizeof stage_names[0])

enum bgproc_status bgproc_error_set(
	struct bgproc_error *err, enum bgproc_status status, int sys_errno, const char *format, ...)
{
	if (err && err->status == BGPROC_OK) {
		va_list args;

		err->status = status;
		err->sys_errno = sys_errno;
		va_start(args, format);
		vsnprintf(err->text, sizeof err->text, format, args);
		va_end(args);
	}
	return status;
}

const char *bgproc_stage_name(enum bgproc_stage stage)
{
	return (size_t) stage < STAGE_COUNT ? stage_names[stage] : "";
}

enum bgproc_stage bgproc_stage_from_name(const char *name, size_t length)
{
	for (size_t i = 1; i < STAGE_COUNT; i++) {
		if (strlen(stage_names[i]) == length && memcmp(stage_names[i], name, length) == 0) {
			return (enum bgproc_stage) i;
		}
	}
	return BGPROC_STAGE_NONE;
}
