/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/job/log.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"
#include "src/supervisor/job/tracked_job.h"

#include <stdio.h>

/* One line of the log, with its line feed. Jobs that do not log never touch this memory. */
static char line[BGPROC_NOTIFY_SIZE_MAX + 1];

_Static_assert(sizeof line - 1 <= BGPROC_TAIL_FILE_SLACK, "one line must fit into the slack of a tail file");

/*
 * Opens KEY.log, which is created with the first line. A key is used only once, so an existing file is a left-over, or
 * belongs to another user.
 */
static bool open_log(struct bgproc_supervisor *supervisor)
{
	struct bgproc_job *job = supervisor->job;
	char name[sizeof supervisor->writer.key + 8];

	if (job->log_fd < 0) {
		snprintf(name, sizeof name, "%s.log", supervisor->writer.key);
		job->log_fd = bgproc_file_create(supervisor->options.dir_fd, name);
		job->log = (struct bgproc_tail_file) {.fd = job->log_fd, .limit = BGPROC_JOB_LOG_LIMIT};
	}
	return job->log_fd >= 0;
}

void bgproc_job_log_append(struct bgproc_supervisor *supervisor, struct bgproc_notify_span text)
{
	size_t length = bgproc_notify_unescape(line, sizeof line - 1, text);

	for (size_t i = 0; i < length; i++) {
		if (line[i] == '\n' || line[i] == '\r') {
			line[i] = ' ';
		}
	}
	line[length++] = '\n';
	if (open_log(supervisor)) {
		bgproc_tail_file_append(&supervisor->job->log, line, length);
	}
}

void bgproc_job_log_finish(struct bgproc_supervisor *supervisor)
{
	struct bgproc_job *job = supervisor->job;

	if (job && job->log_fd >= 0) {
		bgproc_tail_file_compact(&job->log);
		bgproc_fd_close(&job->log_fd);
	}
}
