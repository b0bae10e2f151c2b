/* SPDX-License-Identifier: Apache-2.0 */
#include "src/core/job.h"

#include "src/core/json_text.h"

#include <string.h>

static const char *const names[BGPROC_JOB_KIND_COUNT] = {
	[BGPROC_JOB_NONE] = "",
	[BGPROC_JOB_COMMAND] = "command",
	[BGPROC_JOB_CALL] = "call",
	[BGPROC_JOB_HTTP] = "http",
	[BGPROC_JOB_FASTCGI] = "fastcgi",
};

const char *bgproc_job_kind_name(enum bgproc_job_kind kind)
{
	return (unsigned) kind < BGPROC_JOB_KIND_COUNT ? names[kind] : "";
}

bool bgproc_job_kind_from_name(const char *name, size_t length, enum bgproc_job_kind *kind)
{
	for (unsigned i = BGPROC_JOB_COMMAND; i < BGPROC_JOB_KIND_COUNT; i++) {
		if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0) {
			*kind = (enum bgproc_job_kind) i;
			return true;
		}
	}
	return false;
}

void bgproc_job_text_copy(char *target, size_t size, const char *text, size_t length)
{
	size_t out = 0;

	if (size == 0) {
		return;
	}
	for (size_t i = 0; i < length;) {
		size_t step = bgproc_utf8_step(text + i, length - i);

		if (out + (step ? step : 1) >= size) {
			break;
		}
		if (step == 0) {
			target[out++] = '?';
			i++;
			continue;
		}
		memcpy(target + out, text + i, step);
		out += step;
		i += step;
	}
	target[out] = '\0';
}
