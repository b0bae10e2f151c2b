/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/request/request_alone.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t request_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void request_choose_tests(void)
{
	if (getenv("BGPROC_TEST_ONLY")) {
		cmocka_set_test_filter(getenv("BGPROC_TEST_ONLY"));
	}
}

void request_pause_ms(int ms)
{
	poll(NULL, 0, ms);
}

static int open_temp(struct request_run *run, const char *name)
{
	char path[128];
	int fd;

	snprintf(path, sizeof path, "%s/%s", run->directory, name);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	unlink(path);
	return fd;
}

static struct sockaddr_un unix_address(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	assert_true(strlen(path) < sizeof address.sun_path);
	strcpy(address.sun_path, path);
	return address;
}

void request_init(struct request_run *run)
{
	struct sockaddr_un address;

	memset(run, 0, sizeof *run);
	signal(SIGPIPE, SIG_IGN);
	strcpy(run->directory, "/tmp/bgproc-request-XXXXXX");
	assert_non_null(mkdtemp(run->directory));
	snprintf(run->notify_path, sizeof run->notify_path, "%s/notify.sock", run->directory);
	snprintf(run->socket_path, sizeof run->socket_path, "%s/server.sock", run->directory);
	run->listen_fd = -1;
	run->out_fd = open_temp(run, "out");
	run->err_fd = open_temp(run, "err");
	run->spec_fd = open_temp(run, "spec");
	run->notify_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	address = unix_address(run->notify_path);
	assert_int_equal(bind(run->notify_fd, (struct sockaddr *) &address, sizeof address), 0);
	run->attempt = "7";
	run->job = "job.alone";
	run->notify = run->notify_path;
	bgproc_spec_begin(&run->spec);
}

void request_listen_unix(struct request_run *run, int backlog)
{
	struct sockaddr_un address = unix_address(run->socket_path);

	run->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(run->listen_fd, (struct sockaddr *) &address, sizeof address), 0);
	assert_int_equal(listen(run->listen_fd, backlog), 0);
	snprintf(run->address, sizeof run->address, "unix:%s", run->socket_path);
}

void request_listen_tcp(struct request_run *run, int backlog)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof address;

	run->listen_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(run->listen_fd, (struct sockaddr *) &address, sizeof address), 0);
	assert_int_equal(listen(run->listen_fd, backlog), 0);
	assert_int_equal(getsockname(run->listen_fd, (struct sockaddr *) &address, &length), 0);
	snprintf(run->address, sizeof run->address, "tcp:127.0.0.1:%d", ntohs(address.sin_port));
}

/* Whether more connections wait than the queue is meant for: the kernel takes one more than that. */
static bool is_full(int listen_fd)
{
	struct tcp_info info;
	socklen_t length = sizeof info;

	assert_int_equal(getsockopt(listen_fd, IPPROTO_TCP, TCP_INFO, &info, &length), 0);
	/* For a listener these two are the length of its queue and the limit. */
	return info.tcpi_unacked > info.tcpi_sacked;
}

void request_listen_full_tcp(struct request_run *run)
{
	int64_t end = request_now_ms() + REQUEST_PATIENCE_MS;
	struct sockaddr_in address;
	socklen_t length = sizeof address;

	request_listen_tcp(run, 0);
	assert_int_equal(getsockname(run->listen_fd, (struct sockaddr *) &address, &length), 0);
	while (run->crowd_count < REQUEST_CROWD) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

		assert_true(fd >= 0);
		run->crowd[run->crowd_count++] = fd;
		connect(fd, (struct sockaddr *) &address, sizeof address);
	}
	while (!is_full(run->listen_fd)) {
		if (request_now_ms() > end) {
			fail_msg("the queue does not fill");
		}
		request_pause_ms(1);
	}
}

void request_field(struct request_run *run, enum bgproc_spec_field field, const char *text)
{
	bgproc_spec_add(&run->spec, field, text, strlen(text));
}

static const char *program_path(void)
{
	const char *path = getenv("BGPROC_TEST_REQUEST");

	return path ? path : "modules/bgproc.request";
}

/* Never returns. */
static void become_program(struct request_run *run)
{
	static char words[5][256];
	char *argv[] = {(char *) "bgproc.request", NULL}, *envp[8];
	const struct {
		const char *name, *value;
	} entries[] = {{"BGPROC_ATTEMPT", run->attempt}, {"BGPROC_JOB", run->job}, {"BGPROC_NOTIFY", run->notify},
		{"LD_LIBRARY_PATH", run->libraries_dir}, {"http_proxy", run->proxy ? "http://127.0.0.1:1" : NULL}};
	size_t count = 0;

	for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
		if (entries[i].value) {
			snprintf(words[i], sizeof words[i], "%s=%s", entries[i].name, entries[i].value);
			envp[count++] = words[i];
		}
	}
	envp[count] = NULL;
	if (dup2(run->spec_fd, 0) == 0 && dup2(run->out_fd, 1) == 1 && dup2(run->err_fd, 2) == 2) {
		signal(SIGPIPE, SIG_DFL);
		execve(program_path(), argv, envp);
	}
	_exit(99);
}

void request_start(struct request_run *run)
{
	assert_true(bgproc_buf_ok(&run->spec));
	for (size_t at = 0; at < run->spec.length;) {
		ssize_t count = write(run->spec_fd, run->spec.data + at, run->spec.length - at);

		assert_true(count > 0);
		at += (size_t) count;
	}
	run->pid = fork();
	assert_true(run->pid >= 0);
	if (run->pid == 0) {
		become_program(run);
	}
}

static char *content(int fd, size_t *length)
{
	struct stat st;
	char *text;

	assert_int_equal(fstat(fd, &st), 0);
	text = malloc((size_t) st.st_size + 1);
	assert_non_null(text);
	assert_int_equal(pread(fd, text, (size_t) st.st_size, 0), st.st_size);
	text[st.st_size] = '\0';
	if (length) {
		*length = (size_t) st.st_size;
	}
	return text;
}

static bool take_message(struct request_run *run)
{
	static char text[65536];
	ssize_t length = recv(run->notify_fd, text, sizeof text - 1, MSG_DONTWAIT);

	if (length < 0) {
		return false;
	}
	text[length] = '\0';
	assert_true(run->message_count < REQUEST_MESSAGES_MAX);
	run->messages[run->message_count++] = strdup(text);
	return true;
}

void request_await_message(struct request_run *run)
{
	struct pollfd slot = {.fd = run->notify_fd, .events = POLLIN};

	assert_int_equal(poll(&slot, 1, REQUEST_PATIENCE_MS), 1);
	assert_true(take_message(run));
}

void request_expect_no_message(struct request_run *run)
{
	char byte;

	assert_int_equal(recv(run->notify_fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK), -1);
	assert_int_equal(errno, EAGAIN);
}

int request_wait(struct request_run *run)
{
	int64_t end = request_now_ms() + REQUEST_PATIENCE_MS;
	pid_t pid;

	while ((pid = waitpid(run->pid, &run->status, WNOHANG)) == 0) {
		if (request_now_ms() > end) {
			kill(run->pid, SIGKILL);
			waitpid(run->pid, NULL, 0);
			run->pid = 0;
			fail_msg("the program did not end within %d ms", REQUEST_PATIENCE_MS);
		}
		request_pause_ms(1);
	}
	assert_int_equal(pid, run->pid);
	run->pid = 0;
	return WIFEXITED(run->status) ? WEXITSTATUS(run->status) : 1000 + WTERMSIG(run->status);
}

int request_finish(struct request_run *run)
{
	int code = request_wait(run);

	while (take_message(run)) {
	}
	run->out = content(run->out_fd, &run->out_length);
	run->err = content(run->err_fd, NULL);
	if (getenv("BGPROC_TEST_LOUD")) {
		fprintf(stderr, "-- %s\n%s", run->message_count ? run->messages[run->message_count - 1] : "", run->err);
	}
	return code;
}

void request_fail_within(struct request_run *run, int from_ms, int to_ms)
{
	int64_t begin = request_now_ms();

	request_start(run);
	assert_int_equal(request_finish(run), 1);
	assert_in_range(request_now_ms() - begin, from_ms, to_ms);
}

void request_done(struct request_run *run)
{
	const int fds[] = {run->notify_fd, run->listen_fd, run->spec_fd, run->out_fd, run->err_fd};

	if (run->pid > 0) {
		kill(run->pid, SIGKILL);
		waitpid(run->pid, NULL, 0);
	}
	for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
		if (fds[i] >= 0) {
			close(fds[i]);
		}
	}
	for (size_t i = 0; i < run->crowd_count; i++) {
		close(run->crowd[i]);
	}
	for (size_t i = 0; i < run->message_count; i++) {
		free(run->messages[i]);
	}
	free(run->out);
	free(run->err);
	bgproc_buf_free(&run->spec);
	unlink(run->notify_path);
	unlink(run->socket_path);
	assert_int_equal(rmdir(run->directory), 0);
}

int request_accept(struct request_run *run)
{
	struct pollfd slot = {.fd = run->listen_fd, .events = POLLIN};
	int fd;

	if (poll(&slot, 1, REQUEST_PATIENCE_MS) != 1) {
		fail_msg("nobody has connected");
	}
	fd = accept(run->listen_fd, NULL, NULL);
	assert_true(fd >= 0);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

bool request_read(int fd, struct bgproc_buf *into)
{
	static char block[65536];
	struct pollfd slot = {.fd = fd, .events = POLLIN};
	ssize_t count;

	if (poll(&slot, 1, REQUEST_PATIENCE_MS) != 1) {
		fail_msg("the program sends nothing");
	}
	count = read(fd, block, sizeof block);
	if (count <= 0) {
		return false;
	}
	bgproc_buf_append(into, block, (size_t) count);
	assert_true(bgproc_buf_ok(into));
	return true;
}

bool request_write(int fd, const void *bytes, size_t length)
{
	size_t at = 0;

	while (at < length) {
		ssize_t count = write(fd, (const char *) bytes + at, length - at);

		if (count < 0) {
			return false;
		}
		at += (size_t) count;
	}
	return true;
}

void request_await_output(struct request_run *run, const char *text)
{
	int64_t end = request_now_ms() + REQUEST_PATIENCE_MS;
	bool there = false;

	while (!there) {
		char *out = content(run->out_fd, NULL);

		there = strstr(out, text) != NULL;
		free(out);
		if (!there && request_now_ms() > end) {
			fail_msg("it never printed %s", text);
		}
		request_pause_ms(1);
	}
}
