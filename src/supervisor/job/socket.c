/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/job/socket.h"

#include "src/platform/socket/notify.h"
#include "src/supervisor/job/tracked_job.h"

#include <stdio.h>
#include <unistd.h>

static void socket_name(const struct bgproc_supervisor *supervisor, char *name, size_t size)
{
	snprintf(name, size, "%s.sock", supervisor->writer.key);
}

int bgproc_job_socket_open(struct bgproc_supervisor *supervisor)
{
	const struct bgproc_options *options = &supervisor->options;
	char name[sizeof supervisor->writer.key + 8];
	bool others = (options->has_worker_uid && options->worker_uid != geteuid()) ||
		(options->has_uid && options->uid != geteuid());

	if (!supervisor->job) {
		return 0;
	}
	socket_name(supervisor, name, sizeof name);
	/* On systems that do not attach the sender, a command of another user cannot report. */
	return bgproc_notify_open(&supervisor->job->socket, options->dir_fd, name, options->notify,
		others && bgproc_notify_knows_senders());
}

void bgproc_job_socket_close(struct bgproc_supervisor *supervisor)
{
	char name[sizeof supervisor->writer.key + 8];

	if (supervisor->job) {
		socket_name(supervisor, name, sizeof name);
		bgproc_notify_close(&supervisor->job->socket, supervisor->options.dir_fd, name);
	}
}
