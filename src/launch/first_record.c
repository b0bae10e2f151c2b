/* SPDX-License-Identifier: Apache-2.0 */
#include "src/launch/first_record.h"

#include "src/core/version.h"
#include "src/platform/process/proc.h"

#include <string.h>
#include <unistd.h>

/* Sets the members of a job. progress contains only its attempt. */
static void take_job(struct bgproc_record *record, const struct bgproc_launch_job *job, struct bgproc_job_progress *progress)
{
	memset(progress, 0, sizeof *progress);
	progress->attempt = 1;
	record->job = job->kind;
	record->keep_s = job->keep_s;
	record->keep_failed_s = job->keep_failed_s;
	record->start_at_us = job->start_at_us;
	record->target = (char *) job->target;
	record->unique = (char *) job->unique;
	record->retry_of = (char *) job->retry_of;
	record->progress = progress;
	record->state = job->start_at_us ? BGPROC_STATE_DELAYED : BGPROC_STATE_STARTING;
}

size_t bgproc_launch_write_record(
	const struct bgproc_launch *launch, struct bgproc_buf *text, struct bgproc_record_patches *patches)
{
	struct bgproc_job_progress progress;
	/* All its members are borrowed, so it is not freed. */
	struct bgproc_record record = {
		.key = (char *) launch->key,
		.argv = launch->argv,
		.argv_lengths = launch->argv_lengths,
		.argc = launch->argc,
		.is_shell_line = launch->is_shell_line,
		.created_us = launch->created_us,
		.version = BGPROC_RECORD_VERSION,
		.uid = (uint32_t) geteuid(),
		.keep_s = launch->keep_s,
		.scope = (char *) launch->scope,
		.labels = launch->labels,
		.label_count = launch->label_count,
		.capture = launch->capture,
		.output_limit = launch->capture ? launch->output_limit : 0,
		.in_service = bgproc_in_service(),
		.state = BGPROC_STATE_STARTING,
	};
	size_t fixed_length;

	memcpy(record.created_at, launch->created_at, sizeof record.created_at);
	bgproc_identity_here(&record.supervisor);
	if (launch->job) {
		take_job(&record, launch->job, &progress);
	}
	bgproc_record_encode_fixed(text, &record, patches);
	fixed_length = text->length;
	bgproc_record_encode_live(text, &record);
	return fixed_length;
}
