/* SPDX-License-Identifier: Apache-2.0 */

/* A supervised job, and a socket that sends messages to its supervisor. Included by the tests of jobs after alone.c. */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char notify_option[200], notify_path[160];

/* Kept for a minute whatever the end. */
void init_job(struct alone *alone, enum bgproc_job_kind kind, const char *const *command)
{
	static char kind_option[32];

	alone_init(alone, command);
	alone->job = kind;
	snprintf(kind_option, sizeof kind_option, "--job=%s", bgproc_job_kind_name(kind));
	snprintf(notify_path, sizeof notify_path, "%s/%s.sock", alone->directory, alone->key);
	snprintf(notify_option, sizeof notify_option, "--notify=%s", notify_path);
	alone_option(alone, "--keep=60");
	alone_option(alone, kind_option);
	alone_option(alone, notify_option);
	alone_option(alone, "--confirm=1");
}

/* For a SHELL(). */
void init_shell_job(struct alone *alone, enum bgproc_job_kind kind, const char *const *command)
{
	init_job(alone, kind, command);
	alone->exec_path = "/bin/sh";
}

/* Starts the job and waits until its command was exec'd: the notify socket is then open. */
void start_job(struct alone *alone)
{
	alone_start(alone);
	alone_wait_started(alone);
	assert_true(alone->has_started);
}

void begin_job(struct alone *alone, enum bgproc_job_kind kind, const char *const *command)
{
	init_job(alone, kind, command);
	start_job(alone);
}

/* Opens a socket for sending messages to the job. If it is named, the supervisor can answer. */
int open_speaker(bool named)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), size = 400000;

	assert_true(fd >= 0);
	/* More than a message may have. */
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	if (named) {
		/* Linux chooses an abstract name. */
		assert_int_equal(bind(fd, (struct sockaddr *) &address, sizeof(sa_family_t)), 0);
	}
	return fd;
}

/* 0 or errno. */
int send_bytes(int fd, const void *bytes, size_t length)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	strcpy(address.sun_path, notify_path);
	return sendto(fd, bytes, length, 0, (struct sockaddr *) &address, sizeof address) < 0 ? errno : 0;
}

int try_speak(const char *text)
{
	int fd = open_speaker(false), status = send_bytes(fd, text, strlen(text));

	close(fd);
	return status;
}

void speak(const char *text)
{
	assert_int_equal(try_speak(text), 0);
}

/* The answer within the patience. */
const char *hear(int fd)
{
	static char text[512];
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	ssize_t length;

	assert_int_equal(poll(&ready, 1, ALONE_PATIENCE_MS), 1);
	length = recv(fd, text, sizeof text - 1, 0);
	assert_true(length >= 0);
	text[length] = '\0';
	return text;
}

void end_job(struct alone *alone)
{
	alone_wait(alone);
	assert_true(alone->has_outcome);
	assert_false(alone_exists(alone, ".sock"));
}

void stop_job(struct alone *alone)
{
	kill(alone->pid, SIGTERM);
	end_job(alone);
}

void expect(struct alone *alone, const char *text)
{
	if (!alone_record_has(alone, text)) {
		const char *record = alone_file(alone, ".json", NULL);

		fail_msg("%s is not in %s", text, record ? record : "no record");
	}
}

/* It ran so long, but for what a busy machine adds. */
void expect_ran(struct alone *alone, uint64_t from_ms, uint64_t to_ms)
{
	assert_in_range(alone->outcome.ended_us - alone->outcome.started_us, from_ms * 1000, (to_ms + ALONE_SLACK_MS) * 1000);
}

/*
 * How often the record is replaced from here on: a descriptor for count_writes(). The temporary files are watched too, because
 * equal events that follow one another come as one.
 */
int watch_writes(struct alone *alone)
{
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	assert_true(fd >= 0 && inotify_add_watch(fd, alone->directory, IN_CREATE | IN_MOVED_TO) >= 0);
	return fd;
}

int count_writes(int fd)
{
	char events[16384] __attribute__((aligned(8)));
	ssize_t length;
	int count = 0;

	while ((length = read(fd, events, sizeof events)) > 0) {
		for (ssize_t at = 0; at < length;) {
			const struct inotify_event *event = (const struct inotify_event *) (events + at);

			assert_false(event->mask & IN_Q_OVERFLOW);
			count += (event->mask & IN_MOVED_TO) && event->len > 5 && strstr(event->name, ".json") != NULL;
			at += (ssize_t) (sizeof *event + event->len);
		}
	}
	return count;
}
