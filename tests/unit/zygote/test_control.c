/* SPDX-License-Identifier: Apache-2.0 */

/* Orders and reports between a parent and its zygote, over both kinds of sockets. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/file/descriptor.h"
#include "src/zygote/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct bgproc_control_end parent, zygote;

static int make(int type)
{
	int ends[2];

	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) < 0) {
		return -1;
	}
	bgproc_control_open(&parent, ends[0]);
	bgproc_control_open(&zygote, ends[1]);
	return 0;
}

static int make_packets(void **state)
{
	return make(SOCK_SEQPACKET);
}

static int make_stream(void **state)
{
	return make(SOCK_STREAM);
}

static int drop(void **state)
{
	bgproc_control_close(&parent);
	bgproc_control_close(&zygote);
	/* A second time changes nothing. */
	bgproc_control_close(&parent);
	return 0;
}

static int next_free_number(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

static struct bgproc_order make_order(uint32_t number)
{
	return (struct bgproc_order) {BGPROC_ORDER_SPAWN, number, number + 1, number + 2, (int) number + 3};
}

static void assert_order(const struct bgproc_order *order, uint32_t number)
{
	const struct bgproc_order expected = make_order(number);

	assert_memory_equal(order, &expected, sizeof expected);
}

static struct bgproc_worker_report make_report(uint32_t number)
{
	struct bgproc_worker_report report;

	memset(&report, 0, sizeof report);
	report.kind = BGPROC_REPORT_EXITED;
	report.slot = number;
	report.pid = (pid_t) number * 2;
	report.timed_out = number % 2;
	report.usage.max_rss_kib = UINT64_C(1) << 40 | number;
	return report;
}

static void assert_report(const struct bgproc_worker_report *report, uint32_t number)
{
	const struct bgproc_worker_report expected = make_report(number);

	assert_memory_equal(report, &expected, sizeof expected);
}

static void orders_bring_their_descriptors(void **state)
{
	struct bgproc_order order;
	int channel[2], passed = 7, before;

	assert_int_equal(bgproc_control_next_order(&zygote, &order, &passed), BGPROC_CONTROL_EMPTY);
	assert_int_equal(passed, -1);
	assert_int_equal(bgproc_pipe(channel), 0);
	before = next_free_number();
	for (uint32_t number = 0; number < 9; number++) {
		order = make_order(number);
		assert_true(bgproc_control_order(&parent, &order, number % 3 ? channel[number % 3 - 1] : -1));
	}
	for (uint32_t number = 0; number < 9; number++) {
		struct stat ours, theirs;

		assert_int_equal(bgproc_control_next_order(&zygote, &order, &passed), BGPROC_CONTROL_OK);
		assert_order(&order, number);
		if (number % 3 == 0) {
			assert_int_equal(passed, -1);
			continue;
		}
		assert_true(fcntl(passed, F_GETFD) & FD_CLOEXEC);
		assert_int_equal(fstat(passed, &theirs), 0);
		assert_int_equal(fstat(channel[number % 3 - 1], &ours), 0);
		assert_int_equal(theirs.st_ino, ours.st_ino);
		bgproc_fd_close(&passed);
	}
	assert_int_equal(bgproc_control_next_order(&zygote, &order, &passed), BGPROC_CONTROL_EMPTY);
	assert_int_equal(next_free_number(), before);
	bgproc_fd_close(&channel[0]);
	bgproc_fd_close(&channel[1]);
}

/* A stream may deliver a message in pieces of any length; the descriptor comes with the first one. */
static void pieces_of_a_stream_become_a_message(void **state)
{
	const struct bgproc_order sent = make_order(4);
	union {
		struct cmsghdr first;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = {.first = {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
	struct bgproc_order order;
	int passed;

	memcpy(CMSG_DATA(&control.first), &parent.fd, sizeof(int));
	for (size_t piece = 1; piece < sizeof sent; piece++) {
		for (size_t at = 0; at < sizeof sent; at += piece) {
			size_t length = sizeof sent - at < piece ? sizeof sent - at : piece;
			struct iovec part = {(char *) &sent + at, length};
			struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};

			if (at == 0) {
				header.msg_control = control.bytes;
				header.msg_controllen = sizeof control.bytes;
			}
			assert_int_equal(bgproc_control_next_order(&zygote, &order, &passed), BGPROC_CONTROL_EMPTY);
			assert_int_equal(sendmsg(parent.fd, &header, 0), length);
		}
		assert_int_equal(bgproc_control_next_order(&zygote, &order, &passed), BGPROC_CONTROL_OK);
		assert_order(&order, 4);
		assert_true(passed >= 0);
		bgproc_fd_close(&passed);
	}
	/* A message that never becomes whole: its descriptor is closed with the rest. */
	assert_int_equal(bgproc_control_order(&parent, &sent, parent.fd), true);
	assert_int_equal(send(parent.fd, &sent, 3, 0), 3);
	assert_int_equal(bgproc_control_next_order(&zygote, &order, &passed), BGPROC_CONTROL_OK);
	bgproc_fd_close(&passed);
	assert_int_equal(bgproc_control_next_order(&zygote, &order, &passed), BGPROC_CONTROL_EMPTY);
	bgproc_control_close(&parent);
	assert_int_equal(bgproc_control_next_order(&zygote, &order, &passed), BGPROC_CONTROL_GONE);
}

static void reports_wait_for_room(void **state)
{
	struct bgproc_worker_report report;
	uint32_t sent = 0, received = 0;
	struct pollfd slot = {.fd = zygote.fd, .events = POLLOUT};

	assert_int_equal(bgproc_control_next_report(&parent, &report), BGPROC_CONTROL_EMPTY);
	/* Many more than the socket holds. */
	while (sent < 20000) {
		report = make_report(sent++);
		assert_true(bgproc_control_report(&zygote, &report));
	}
	assert_true(bgproc_control_has_waiting(&zygote));
	assert_int_equal(poll(&slot, 1, 0), 0);
	while (received < sent) {
		if (bgproc_control_next_report(&parent, &report) == BGPROC_CONTROL_OK) {
			assert_report(&report, received++);
		} else {
			assert_true(bgproc_control_flush(&zygote));
		}
	}
	assert_false(bgproc_control_has_waiting(&zygote));
	assert_true(bgproc_control_flush(&zygote));
	assert_int_equal(bgproc_control_next_report(&parent, &report), BGPROC_CONTROL_EMPTY);
}

/* The parent waits for room until this process reads; small buffers split the messages of a stream. */
static void an_order_waits_for_room(void **state)
{
	const uint32_t count = 3000;
	int size = 1, status;
	pid_t pid;

	assert_int_equal(setsockopt(parent.fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(120);
		bgproc_control_close(&zygote);
		for (uint32_t number = 0; number < count; number++) {
			const struct bgproc_order order = make_order(number);

			if (!bgproc_control_order(&parent, &order, number % 2 ? parent.fd : -1)) {
				_exit(1);
			}
		}
		_exit(0);
	}
	for (uint32_t number = 0; number < count;) {
		struct pollfd slot = {.fd = zygote.fd, .events = POLLIN};
		struct bgproc_order order;
		int passed;

		assert_true(poll(&slot, 1, 60000) > 0);
		while (bgproc_control_next_order(&zygote, &order, &passed) == BGPROC_CONTROL_OK) {
			assert_order(&order, number);
			assert_int_equal(passed >= 0, number % 2);
			bgproc_fd_close(&passed);
			number++;
		}
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void the_end_of_the_other_side_is_told(void **state)
{
	struct bgproc_worker_report report = make_report(1);
	struct bgproc_order order = make_order(1);
	int passed;

	/* What had arrived is still read, although the zygote has not read everything. */
	assert_true(bgproc_control_order(&parent, &order, parent.fd));
	assert_true(bgproc_control_report(&zygote, &report));
	report = make_report(2);
	assert_true(bgproc_control_report(&zygote, &report));
	bgproc_control_close(&zygote);
	assert_int_equal(bgproc_control_next_report(&parent, &report), BGPROC_CONTROL_OK);
	assert_report(&report, 1);
	assert_int_equal(bgproc_control_next_report(&parent, &report), BGPROC_CONTROL_OK);
	assert_report(&report, 2);
	assert_int_equal(bgproc_control_next_report(&parent, &report), BGPROC_CONTROL_GONE);
	assert_int_equal(bgproc_control_next_report(&parent, &report), BGPROC_CONTROL_GONE);
	assert_false(bgproc_control_order(&parent, &order, -1));
	assert_int_equal(errno, EPIPE);
	assert_false(bgproc_control_report(&parent, &report));
	assert_int_equal(bgproc_control_next_order(&parent, &order, &passed), BGPROC_CONTROL_GONE);
}

#define OVER_BOTH(test) \
	{#test ": packets", test, make_packets, drop, NULL}, \
	{ \
		#test ": stream", test, make_stream, drop, NULL \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OVER_BOTH(orders_bring_their_descriptors),
		cmocka_unit_test_setup_teardown(pieces_of_a_stream_become_a_message, make_stream, drop),
		OVER_BOTH(reports_wait_for_room),
		OVER_BOTH(an_order_waits_for_room),
		OVER_BOTH(the_end_of_the_other_side_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
