/* SPDX-License-Identifier: Apache-2.0 */

/* A socket pair between a parent and a child: how it is created, and the results of sending and receiving. */

#include "tests/unit/in_child.h"
#include "tests/unit/refuse_call.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/socket/packet.h"
#include "src/platform/socket/pair.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* In a child, whose exit status becomes the line of the check that failed. */
#define CHILD_EXPECT(holds) \
	do { \
		if (!(holds)) { \
			_exit(__LINE__ % 250 + 1); \
		} \
	} while (0)

static void make(int ends[2])
{
	bool stream = true;

	assert_int_equal(bgproc_socket_pair(ends, &stream), 0);
	assert_false(stream);
}

static void drop(int ends[2])
{
	bgproc_fd_close(&ends[0]);
	bgproc_fd_close(&ends[1]);
}

static ssize_t send_text(int fd, const char *text, bool wait)
{
	const struct bgproc_packet_piece piece = {text, strlen(text)};

	return bgproc_packet_send(fd, &piece, 1, wait);
}

/* ---- making ---- */

static void only_the_first_end_does_not_block(void **state)
{
	int ends[2], type;
	socklen_t length = sizeof type;

	make(ends);
	for (int i = 0; i < 2; i++) {
		assert_true(ends[i] >= 3);
		assert_true(fcntl(ends[i], F_GETFD) & FD_CLOEXEC);
		assert_int_equal(fcntl(ends[i], F_GETFL) & O_NONBLOCK, i == 0 ? O_NONBLOCK : 0);
		assert_int_equal(getsockopt(ends[i], SOL_SOCKET, SO_TYPE, &type, &length), 0);
		assert_int_equal(type, SOCK_SEQPACKET);
	}
	drop(ends);
}

static void there_is_room_for_the_longest_packet(void **state)
{
	int ends[2], size;
	socklen_t length = sizeof size;

	make(ends);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(getsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &size, &length), 0);
		assert_true(size > 128 * 1024 + 1024);
	}
	drop(ends);
}

static int without_stdio(void)
{
	int ends[2];
	bool stream;

	close(0);
	close(1);
	close(2);
	CHILD_EXPECT(bgproc_socket_pair(ends, &stream) == 0);
	CHILD_EXPECT(ends[0] >= 3 && ends[1] >= 3 && ends[0] != ends[1]);
	CHILD_EXPECT((fcntl(ends[0], F_GETFD) & FD_CLOEXEC) && (fcntl(ends[1], F_GETFD) & FD_CLOEXEC));
	CHILD_EXPECT(fcntl(0, F_GETFD) < 0 && fcntl(1, F_GETFD) < 0 && fcntl(2, F_GETFD) < 0);
	return 0;
}

static void the_numbers_of_stdio_stay_free(void **state)
{
	in_child(without_stdio);
}

static int without_room(void)
{
	int ends[2] = {7, 7}, next = dup(0);
	bool stream;

	for (rlim_t spare = 0; spare < 2; spare++) {
		struct rlimit limit = {(rlim_t) next + spare, (rlim_t) next + 2};

		close(next);
		CHILD_EXPECT(setrlimit(RLIMIT_NOFILE, &limit) == 0);
		CHILD_EXPECT(bgproc_socket_pair(ends, &stream) < 0 && errno == EMFILE);
		CHILD_EXPECT(ends[0] == -1 && ends[1] == -1 && !stream);
		CHILD_EXPECT(fcntl(next, F_GETFD) < 0);
	}
	return 0;
}

static void a_pair_that_cannot_be_leaves_nothing(void **state)
{
	in_child(without_room);
}

/* A system without such sockets: the call is refused for their type alone. */
static int without_packets(void)
{
	int ends[2], type = 0;
	socklen_t length = sizeof type;
	bool stream = false;

	CHILD_EXPECT(refuse_call_where(SYS_socketpair, EPROTONOSUPPORT, 1, 15, SOCK_SEQPACKET));
	CHILD_EXPECT(bgproc_socket_pair(ends, &stream) == 0 && stream);
	CHILD_EXPECT(getsockopt(ends[0], SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_STREAM);
	CHILD_EXPECT((fcntl(ends[0], F_GETFL) & O_NONBLOCK) && !(fcntl(ends[1], F_GETFL) & O_NONBLOCK));
	return 0;
}

static void a_system_without_packets_gives_a_stream(void **state)
{
	in_child(without_packets);
}

/* ---- sending and receiving ---- */

static void packets_keep_their_borders(void **state)
{
	const struct bgproc_packet_piece pieces[2] = {{"one", 3}, {" two", 4}};
	char bytes[32];
	int ends[2];

	make(ends);
	assert_int_equal(bgproc_packet_send(ends[0], pieces, 2, false), 7);
	assert_int_equal(send_text(ends[0], "three", false), 5);
	assert_int_equal(bgproc_packet_receive(ends[1], bytes, sizeof bytes, true), 7);
	assert_memory_equal(bytes, "one two", 7);
	assert_int_equal(bgproc_packet_receive(ends[1], bytes, sizeof bytes, false), 5);
	assert_int_equal(bgproc_packet_receive(ends[1], bytes, sizeof bytes, false), -1);
	assert_int_equal(errno, EAGAIN);
	drop(ends);
}

static void too_many_pieces_are_refused(void **state)
{
	const struct bgproc_packet_piece pieces[BGPROC_PACKET_PIECES_MAX + 1] = {{"a", 1}};
	int ends[2];

	make(ends);
	assert_int_equal(bgproc_packet_send(ends[0], pieces, BGPROC_PACKET_PIECES_MAX + 1, false), -1);
	assert_int_equal(errno, EINVAL);
	drop(ends);
}

static void a_full_socket_says_so(void **state)
{
	int ends[2], count = 0;

	make(ends);
	while (send_text(ends[1], "again and again", false) > 0) {
		count++;
	}
	assert_int_equal(errno, EAGAIN);
	assert_true(count > 100);
	drop(ends);
}

static void a_packet_that_is_too_long_is_told(void **state)
{
	char bytes[8], *much = calloc(1, 64 * 1024 * 1024);
	const struct bgproc_packet_piece piece = {much, 64 * 1024 * 1024};
	int ends[2];

	make(ends);
	assert_int_equal(bgproc_packet_send(ends[0], &piece, 1, false), -1);
	assert_int_equal(errno, EMSGSIZE);
	assert_int_equal(send_text(ends[0], "nine long", false), 9);
	assert_int_equal(send_text(ends[0], "short", false), 5);
	assert_int_equal(bgproc_packet_receive(ends[1], bytes, sizeof bytes, false), -1);
	assert_int_equal(errno, EMSGSIZE);
	assert_int_equal(bgproc_packet_receive(ends[1], bytes, sizeof bytes, false), 5);
	drop(ends);
	free(much);
}

static void a_peer_that_is_gone_is_no_signal(void **state)
{
	char byte;
	int ends[2];

	make(ends);
	assert_int_equal(send_text(ends[1], "x", true), 1);
	bgproc_fd_close(&ends[1]);
	assert_int_equal(send_text(ends[0], "y", false), -1);
	assert_int_equal(errno, EPIPE);
	assert_int_equal(bgproc_packet_receive(ends[0], &byte, 1, true), 1);
	assert_int_equal(bgproc_packet_receive(ends[0], &byte, 1, true), 0);
	assert_int_equal(bgproc_packet_receive(ends[0], &byte, 1, false), 0);
	drop(ends);
}

static void descriptors_are_not_taken(void **state)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = {.align = {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
	struct iovec part = {"x", 1};
	struct msghdr header = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
	int ends[2], before, after;
	char byte;

	make(ends);
	memcpy(CMSG_DATA(&control.align), &ends[0], sizeof ends[0]);
	before = dup(0);
	close(before);
	assert_int_equal(sendmsg(ends[1], &header, 0), 1);
	assert_int_equal(bgproc_packet_receive(ends[0], &byte, 1, false), 1);
	after = dup(0);
	close(after);
	assert_int_equal(before, after);
	drop(ends);
}

static void on_alarm(int number)
{
}

/* Alarms come until this returns. */
static void start_alarms(void)
{
	const struct itimerval soon = {{0, 5000}, {0, 5000}};
	struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
}

static int wait_with_signals(void)
{
	int ends[2];
	bool stream;
	char byte;

	CHILD_EXPECT(bgproc_socket_pair(ends, &stream) == 0);
	start_alarms();
	/* Both the end that blocks and the one that does not. */
	CHILD_EXPECT(bgproc_packet_receive(ends[0], &byte, 1, true) < 0 && errno == EINTR);
	CHILD_EXPECT(bgproc_packet_receive(ends[1], &byte, 1, true) < 0 && errno == EINTR);
	while (send_text(ends[1], "text", false) > 0) {
	}
	CHILD_EXPECT(send_text(ends[1], "text", true) < 0 && errno == EINTR);
	while (send_text(ends[0], "text", false) > 0) {
	}
	CHILD_EXPECT(send_text(ends[0], "text", true) < 0 && errno == EINTR);
	return 0;
}

static void a_signal_ends_the_wait(void **state)
{
	in_child(wait_with_signals);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_first_end_does_not_block),
		cmocka_unit_test(there_is_room_for_the_longest_packet),
		cmocka_unit_test(the_numbers_of_stdio_stay_free),
		cmocka_unit_test(a_pair_that_cannot_be_leaves_nothing),
		cmocka_unit_test(a_system_without_packets_gives_a_stream),
		cmocka_unit_test(packets_keep_their_borders),
		cmocka_unit_test(too_many_pieces_are_refused),
		cmocka_unit_test(a_full_socket_says_so),
		cmocka_unit_test(a_packet_that_is_too_long_is_told),
		cmocka_unit_test(a_peer_that_is_gone_is_no_signal),
		cmocka_unit_test(descriptors_are_not_taken),
		cmocka_unit_test(a_signal_ends_the_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
