/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/job/status_text.h"

#include <string.h>

void bgproc_job_see_output(void *context, const char *bytes, size_t length)
{
	struct bgproc_job *job = context;
	size_t room = sizeof job->output, keep;

	if (length > room) {
		bytes += length - room;
		length = room;
		job->output_cut = true;
	}
	keep = job->output_length;
	if (keep > room - length) {
		keep = room - length;
		job->output_cut = true;
	}
	memmove(job->output, job->output + job->output_length - keep, keep);
	memcpy(job->output + keep, bytes, length);
	job->output_length = keep + length;
	job->output_changed = true;
}

/* The number of bytes at the end that are the start of an incomplete character. */
static size_t unfinished(const char *bytes, size_t length)
{
	for (size_t back = 1; back <= 3 && back <= length; back++) {
		unsigned char c = (unsigned char) bytes[length - back];
		size_t whole = c >= 0xf0 ? 4 : c >= 0xe0 ? 3
			: c >= 0xc0                          ? 2
												 : 1;

		if (c < 0x80 || c >= 0xc0) {
			return whole > back ? back : 0;
		}
	}
	return 0;
}

void bgproc_job_update_text(struct bgproc_job *job)
{
	char text[sizeof job->output];
	size_t start = 0, length;

	if (job->has_text || !job->output_changed) {
		return;
	}
	job->output_changed = false;
	/* The rest of a character that was cut off at the front. */
	while (job->output_cut && start < 3 && start < job->output_length && ((unsigned char) job->output[start] & 0xc0) == 0x80) {
		start++;
	}
	length = job->output_length - start;
	length -= unfinished(job->output + start, length);
	for (size_t i = 0; i < length; i++) {
		text[i] = job->output[start + i] ? job->output[start + i] : ' ';
	}
	bgproc_job_text_copy(job->progress.text, sizeof job->progress.text, text, length);
}
