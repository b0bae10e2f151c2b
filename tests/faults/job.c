/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The work of the jobs in the fault tests. Says by datagrams what docs/notify.md describes, and writes "KEY ATTEMPT" into the
 * file "ran" beside its socket each time that work is begun: work that is done twice shows there.
 *
 *     job report        progress, a text, a line for the log, then a result; exit 0
 *     job second        the first attempt fails, the second one has a result; exit 7 behind a result does not count
 *     job fail          fails and says why; exit 0 behind that does not count
 *     job slow          much progress, little by little, then a result
 *     job result        says its result and writes nothing, for a full disk; exit 0
 *     job wait          reports progress and waits for a signal
 *     job serve PATH    a server of one request at a time, FastCGI at that socket and HTTP/1.1 at a port of 127.0.0.1, which
 *                       it chooses and tells ("ready PORT"): hello, a result, an answer
 *
 * Exit 5: nobody has heard it, 6: "ran" cannot be written.
 */

#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

/* More than a page: a result that is cut must show. */
#define RESULT_LENGTH 6000

struct work {
	const char *notify, *job, *attempt;
};

static bool fill(struct sockaddr_un *address, const char *path)
{
	*address = (struct sockaddr_un) {.sun_family = AF_UNIX};
	if (!path || strlen(path) >= sizeof address->sun_path) {
		return false;
	}
	memcpy(address->sun_path, path, strlen(path));
	return true;
}

static void begin(const struct work *work)
{
	char path[256], line[256];
	const char *slash = work->notify ? strrchr(work->notify, '/') : NULL;
	int fd, length;

	if (!slash || !work->job || !work->attempt) {
		exit(5);
	}
	snprintf(path, sizeof path, "%.*s/ran", (int) (slash - work->notify), work->notify);
	length = snprintf(line, sizeof line, "%s %s\n", work->job, work->attempt);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, line, (size_t) length) != length) {
		exit(6);
	}
	close(fd);
}

static bool say(const struct work *work, const char *message)
{
	struct sockaddr_un address;
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ssize_t sent = -1;

	if (fd >= 0 && fill(&address, work->notify)) {
		sent = sendto(fd, message, strlen(message), 0, (struct sockaddr *) &address, sizeof address);
	}
	if (fd >= 0) {
		close(fd);
	}
	return sent == (ssize_t) strlen(message);
}

static void must_say(const struct work *work, const char *message)
{
	if (!say(work, message)) {
		exit(5);
	}
}

/* tests/faults/jobs.inc knows the same result. */
static const char *result(const struct work *work)
{
	static char text[RESULT_LENGTH + 128];
	int length = snprintf(text, sizeof text, "{\"finish\":true,\"result\":{\"attempt\":%s,\"text\":\"", work->attempt);

	for (int i = 0; i < RESULT_LENGTH; i++) {
		text[length++] = (char) ('a' + i % 26);
	}
	memcpy(text + length, "\"}}", 4);
	return text;
}

/* ---- a server ---- */

static bool read_all(int fd, void *bytes, size_t length)
{
	for (size_t at = 0; at < length;) {
		ssize_t count = read(fd, (char *) bytes + at, length - at);

		if (count <= 0) {
			return false;
		}
		at += (size_t) count;
	}
	return true;
}

static void send_record(int fd, int type, const char *bytes, size_t length)
{
	unsigned char record[8 + 256] = {1, (unsigned char) type, 0, 1, (unsigned char) (length >> 8), (unsigned char) length};

	memcpy(record + 8, bytes, length);
	(void) !send(fd, record, 8 + length, MSG_NOSIGNAL);
}

static size_t take_length(const unsigned char **at, const unsigned char *end)
{
	if (end - *at >= 4 && **at & 0x80) {
		*at += 4;
		return ((size_t) ((*at)[-4] & 0x7f) << 24) | ((size_t) (*at)[-3] << 16) | ((size_t) (*at)[-2] << 8) | (*at)[-1];
	}
	return *at < end ? *(*at)++ : 0;
}

/* The value of a parameter, for as long as this program lives. */
static const char *parameter(const unsigned char *params, size_t length, const char *wanted)
{
	const unsigned char *at = params, *end = params + length;

	while (at < end) {
		size_t name = take_length(&at, end), value = take_length(&at, end);

		if ((size_t) (end - at) < name || (size_t) (end - at) - name < value) {
			break;
		}
		if (name == strlen(wanted) && memcmp(at, wanted, name) == 0) {
			return strndup((const char *) at + name, value);
		}
		at += name + value;
	}
	return NULL;
}

/* Whether we are the one who does the work. */
static bool is_accepted(const struct work *work)
{
	struct sockaddr_un address, own = {.sun_family = AF_UNIX};
	struct timeval patience = {.tv_sec = 2};
	char message[64], answer[256] = "";
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int length = snprintf(message, sizeof message, "{\"hello\":true,\"attempt\":%s}", work->attempt ? work->attempt : "0");

	if (fd < 0 || !fill(&address, work->notify)) {
		return false;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (bind(fd, (struct sockaddr *) &own, sizeof own.sun_family) == 0 &&
		sendto(fd, message, (size_t) length, 0, (struct sockaddr *) &address, sizeof address) == length) {
		(void) !recv(fd, answer, sizeof answer - 1, 0);
	}
	close(fd);
	return strstr(answer, "\"accepted\":true") != NULL;
}

/* Does the work if we may. */
static bool is_done(const struct work *work)
{
	if (!is_accepted(work)) {
		return false;
	}
	begin(work);
	say(work, result(work));
	return true;
}

static void serve_fastcgi(int fd)
{
	static const char yes[] = "Content-Type: text/plain\r\n\r\nhello", no[] = "Status: 403 Forbidden\r\n\r\nno";
	static unsigned char params[65536], bytes[65536 + 256];
	size_t length = 0;
	unsigned char header[8];
	struct work work;

	do {
		size_t content;

		if (!read_all(fd, header, sizeof header)) {
			return;
		}
		content = (size_t) header[4] << 8 | header[5];
		if (!read_all(fd, bytes, content + header[6])) {
			return;
		}
		if (header[1] == 4 && length + content <= sizeof params) {
			memcpy(params + length, bytes, content);
			length += content;
		}
		/* The empty record of the body ends the request. */
	} while (header[1] != 5 || header[4] || header[5]);
	work = (struct work) {parameter(params, length, "BGPROC_NOTIFY"), parameter(params, length, "BGPROC_JOB"),
		parameter(params, length, "BGPROC_ATTEMPT")};
	if (is_done(&work)) {
		send_record(fd, 6, yes, sizeof yes - 1);
	} else {
		send_record(fd, 6, no, sizeof no - 1);
	}
	send_record(fd, 6, "", 0);
	send_record(fd, 3, "\0\0\0\0\0\0\0", 8);
}

/* A field of a head, without white space before it, for as long as this program lives. */
static const char *field(const char *head, const char *wanted)
{
	size_t length = strlen(wanted);

	for (const char *at = strstr(head, "\r\n"); at; at = strstr(at, "\r\n")) {
		at += 2;
		if (strncasecmp(at, wanted, length) == 0 && at[length] == ':') {
			at += length + 1;
			at += strspn(at, " \t");
			return strndup(at, strcspn(at, "\r"));
		}
	}
	return NULL;
}

/* One of the parts "NAME=VALUE" of X-Bgproc-Auth, which are separated by semicolons. */
static const char *part(const char *claim, const char *wanted)
{
	size_t length = strlen(wanted);

	for (const char *at = claim; at; at = strchr(at, ';')) {
		at += *at == ';';
		if (strncmp(at, wanted, length) == 0 && at[length] == '=') {
			return strndup(at + length + 1, strcspn(at + length + 1, ";"));
		}
	}
	return NULL;
}

/* Where an application would know its directory this one is told it. Requests have no body. */
static void serve_http(int fd)
{
	static const char yes[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
					  no[] = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno";
	static char head[16384], notify[256];
	const char *claim, *directory;
	size_t length = 0;
	struct work work = {.notify = notify};

	do {
		ssize_t count = read(fd, head + length, sizeof head - 1 - length);

		if (count <= 0) {
			return;
		}
		length += (size_t) count;
		head[length] = '\0';
	} while (!strstr(head, "\r\n\r\n"));
	claim = field(head, "X-Bgproc-Auth");
	directory = field(head, "X-State-Directory");
	work.job = part(claim, "job");
	work.attempt = part(claim, "f");
	if (directory && work.job && work.attempt &&
		(size_t) snprintf(notify, sizeof notify, "%s/%s.sock", directory, work.job) < sizeof notify && is_done(&work)) {
		(void) !send(fd, yes, sizeof yes - 1, MSG_NOSIGNAL);
	} else {
		(void) !send(fd, no, sizeof no - 1, MSG_NOSIGNAL);
	}
}

static int listen_at(const struct sockaddr *address, socklen_t size)
{
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return fd >= 0 && bind(fd, address, size) == 0 && listen(fd, 128) == 0 ? fd : -1;
}

static void serve_next(int listener, void (*serve_one)(int fd))
{
	struct timeval patience = {.tv_sec = 2};
	int fd = accept(listener, NULL, NULL);

	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
		serve_one(fd);
		close(fd);
	}
}

static int serve(const char *path)
{
	struct sockaddr_in loopback = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof loopback;
	struct sockaddr_un address;
	struct pollfd listeners[2] = {{.fd = -1, .events = POLLIN}, {.fd = -1, .events = POLLIN}};

	/* Whoever needs a server has started it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!fill(&address, path) || (listeners[0].fd = listen_at((struct sockaddr *) &address, sizeof address)) < 0 ||
		(listeners[1].fd = listen_at((struct sockaddr *) &loopback, sizeof loopback)) < 0 ||
		getsockname(listeners[1].fd, (struct sockaddr *) &loopback, &size) < 0) {
		perror("job: serve");
		return 1;
	}
	printf("ready %d\n", ntohs(loopback.sin_port));
	fflush(stdout);
	while (poll(listeners, 2, -1) > 0) {
		if (listeners[0].revents) {
			serve_next(listeners[0].fd, serve_fastcgi);
		}
		if (listeners[1].revents) {
			serve_next(listeners[1].fd, serve_http);
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct work work = {getenv("BGPROC_NOTIFY"), getenv("BGPROC_JOB"), getenv("BGPROC_ATTEMPT")};
	const char *what = argc > 1 ? argv[1] : "";

	if (strcmp(what, "serve") == 0 && argc == 3) {
		return serve(argv[2]);
	}
	if (strcmp(what, "result") == 0) {
		must_say(&work, "{\"log\":\"a line\"}");
		must_say(&work, result(&work));
		return 0;
	}
	begin(&work);
	if (strcmp(what, "report") == 0) {
		(void) !write(1, "output\n", 7);
		must_say(&work, "{\"progress\":40,\"text\":\"half\"}");
		must_say(&work, "{\"log\":\"a line\"}");
		must_say(&work, result(&work));
		return 0;
	}
	if (strcmp(what, "second") == 0) {
		must_say(&work, "{\"progress\":80,\"text\":\"more than half\"}");
		if (strcmp(work.attempt, "1") == 0) {
			return 1;
		}
		must_say(&work, result(&work));
		return 7;
	}
	if (strcmp(what, "fail") == 0) {
		must_say(&work, "{\"progress\":70}");
		must_say(&work, "{\"fail\":\"no paper\"}");
		return 0;
	}
	if (strcmp(what, "slow") == 0) {
		for (int i = 0; i < 50; i++) {
			char message[64];

			snprintf(message, sizeof message, "{\"progress\":%d,\"text\":\"step %d\"}", 2 * i, i);
			must_say(&work, message);
			usleep(2000);
		}
		must_say(&work, result(&work));
		return 0;
	}
	must_say(&work, "{\"progress\":10,\"text\":\"waits\"}");
	pause();
	return 0;
}
