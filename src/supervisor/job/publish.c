/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/job/publish.h"

#include "src/supervisor/job/status_text.h"
#include "src/supervisor/job/tracked_job.h"

#include <errno.h>

#define QUIET_MS 200
/* Interval between two attempts to write the record when the disk is full. */
#define TRY_AGAIN_MS 1000

void bgproc_publish_now(struct bgproc_supervisor *supervisor)
{
	struct bgproc_record *record = &supervisor->record;
	struct bgproc_publish *publish = &supervisor->job->publish;
	struct bgproc_error err = BGPROC_ERROR_INIT;

	bgproc_job_update_text(supervisor->job);
	record->state = bgproc_machine_state(&supervisor->machine, &record->end);
	publish->due = BGPROC_NEVER;
	publish->quiet = bgproc_deadline_in(QUIET_MS);
	if (bgproc_record_writer_put(&supervisor->writer, record, false, &err) == BGPROC_OK) {
		publish->percent = record->progress->percent;
	} else if (err.sys_errno != ENOENT && err.sys_errno != EEXIST) {
		/* No retry if the record was removed or the key is used by another process. */
		publish->quiet = publish->due = bgproc_deadline_in(TRY_AGAIN_MS);
	}
}

void bgproc_publish_changed(struct bgproc_supervisor *supervisor, bool report)
{
	struct bgproc_publish *publish = &supervisor->job->publish;
	bool urgent = report && !publish->reported;

	publish->reported = publish->reported || report;
	if (urgent || supervisor->job->progress.percent > publish->percent || bgproc_deadline_left(publish->quiet) == 0) {
		/* A percentage that could not be written is not tried again with every message. */
		publish->percent = supervisor->job->progress.percent;
		bgproc_publish_now(supervisor);
	} else {
		publish->due = publish->quiet;
	}
}

void bgproc_publish_serve(struct bgproc_supervisor *supervisor)
{
	if (bgproc_deadline_left(supervisor->job->publish.due) == 0) {
		bgproc_publish_now(supervisor);
	}
}
