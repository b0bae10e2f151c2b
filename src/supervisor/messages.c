/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/messages.h"

#include "src/protocol/notify_message.h"
#include "src/platform/socket/notify.h"
#include "src/supervisor/job/tracked_job.h"

#include <stdio.h>
#include <unistd.h>

/* Messages served before signals, output and deadlines get a turn. */
#define BATCH 64
/* More than a socket usually holds (net.unix.max_dgram_qlen), and how long one that holds more is listened to. */
#define HELD_MAX 1024
#define HELD_MS 200

/* Only the pages that a message fills are ever touched. One byte more shows what is too long. */
static char received[BGPROC_NOTIFY_SIZE_MAX + 1];

static void socket_name(const struct bgproc_supervisor *supervisor, char *name, size_t size)
{
	snprintf(name, size, "%s.sock", supervisor->writer.key);
}

int bgproc_notify_listen(struct bgproc_supervisor *supervisor)
{
	const struct bgproc_options *options = &supervisor->options;
	char name[sizeof supervisor->writer.key + 8];
	bool others = (options->has_worker_uid && options->worker_uid != geteuid()) ||
		(options->has_uid && options->uid != geteuid());

	if (!supervisor->job) {
		return 0;
	}
	socket_name(supervisor, name, sizeof name);
	/* Where the system does not attach the sender, a command of another user cannot report. */
	return bgproc_notify_open(&supervisor->job->socket, options->dir_fd, name, options->notify,
		others && bgproc_notify_knows_senders());
}

/* We, root, the worker of a request, and the user that the command runs as. */
static bool may_speak(const struct bgproc_options *options, const struct bgproc_notify_sender *sender)
{
	if (!sender->known) {
		return !bgproc_notify_knows_senders();
	}
	return sender->uid == geteuid() || sender->uid == 0 || (options->has_worker_uid && sender->uid == options->worker_uid) ||
		(options->has_uid && sender->uid == options->uid);
}

static void take(struct bgproc_supervisor *supervisor, size_t length, const struct bgproc_notify_sender *sender)
{
	struct bgproc_notify_message message;

	if (!may_speak(&supervisor->options, sender) || sender->truncated || length > BGPROC_NOTIFY_SIZE_MAX ||
		!bgproc_notify_parse(&message, received, length) || !bgproc_job_hear(supervisor, &message, sender)) {
		bgproc_job_refuse(supervisor);
	}
}

/* False when there is no message any more, or no socket. */
static bool serve_one(struct bgproc_supervisor *supervisor)
{
	struct bgproc_notify_sender sender;
	ssize_t length = -1;

	if (supervisor->job && supervisor->job->socket.fd >= 0) {
		length = bgproc_notify_receive(&supervisor->job->socket, received, sizeof received, &sender);
	}
	if (length >= 0) {
		take(supervisor, (size_t) length, &sender);
	}
	return length >= 0;
}

void bgproc_notify_serve(struct bgproc_supervisor *supervisor)
{
	for (int i = 0; i < BATCH && serve_one(supervisor); i++) {
	}
}

void bgproc_notify_hear_all(struct bgproc_supervisor *supervisor)
{
	struct bgproc_deadline end = bgproc_deadline_in(HELD_MS);

	/* Bounded: a sender that never pauses must not keep us here. */
	for (int i = 0; serve_one(supervisor) && (i < HELD_MAX || bgproc_deadline_left(end) > 0); i++) {
	}
}

void bgproc_notify_silence(struct bgproc_supervisor *supervisor)
{
	char name[sizeof supervisor->writer.key + 8];

	if (supervisor->job) {
		socket_name(supervisor, name, sizeof name);
		bgproc_notify_close(&supervisor->job->socket, supervisor->options.dir_fd, name);
	}
}
