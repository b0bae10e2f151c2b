/* SPDX-License-Identifier: Apache-2.0 */

/* A descriptor that travels with a packet, over both kinds of sockets. */

#include "tests/unit/in_child.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/socket/pass.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

/* In a child, whose exit status becomes the line of the check that failed. */
#define CHILD_EXPECT(holds) \
	do { \
		if (!(holds)) { \
			_exit(__LINE__ % 250 + 1); \
		} \
	} while (0)

static int ends[2];

static int make_packets(void **state)
{
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
}

static int make_stream(void **state)
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

static int drop(void **state)
{
	bgproc_fd_close(&ends[0]);
	bgproc_fd_close(&ends[1]);
	return 0;
}

static int next_free_number(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

static bool are_same_file(int a, int b)
{
	struct stat first, second;

	return fstat(a, &first) == 0 && fstat(b, &second) == 0 && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

static void a_descriptor_arrives_with_its_packet(void **state)
{
	char bytes[8];
	int channel[2], passed;

	assert_int_equal(bgproc_pipe(channel), 0);
	assert_int_equal(bgproc_pass_send(ends[0], "with", 4, channel[1], false), 4);
	assert_int_equal(bgproc_pass_receive(ends[1], bytes, 4, &passed, true), 4);
	assert_memory_equal(bytes, "with", 4);
	assert_true(passed >= 3 && passed != channel[1]);
	assert_true(fcntl(passed, F_GETFD) & FD_CLOEXEC);
	assert_true(are_same_file(passed, channel[1]));
	/* The sender still has its own. */
	assert_true(fcntl(channel[1], F_GETFD) >= 0);
	bgproc_fd_close(&passed);
	assert_int_equal(bgproc_pass_send(ends[0], "none", 4, -1, false), 4);
	passed = 7;
	assert_int_equal(bgproc_pass_receive(ends[1], bytes, sizeof bytes, &passed, false), 4);
	assert_int_equal(passed, -1);
	bgproc_fd_close(&channel[0]);
	bgproc_fd_close(&channel[1]);
}

/* Messages of a fixed length that are read in pieces: a descriptor comes with the first byte of its message. */
static void a_stream_keeps_descriptors_with_their_messages(void **state)
{
	int passed, numbers[2];
	char byte;

	assert_int_equal(bgproc_pipe(numbers), 0);
	assert_int_equal(bgproc_pass_send(ends[0], "abcd", 4, -1, false), 4);
	assert_int_equal(bgproc_pass_send(ends[0], "efgh", 4, numbers[0], false), 4);
	assert_int_equal(bgproc_pass_send(ends[0], "ijkl", 4, numbers[1], false), 4);
	for (int i = 0; i < 12; i++) {
		assert_int_equal(bgproc_pass_receive(ends[1], &byte, 1, &passed, false), 1);
		assert_int_equal(byte, 'a' + i);
		if (i == 4 || i == 8) {
			assert_true(are_same_file(passed, numbers[i / 8]));
		} else {
			assert_int_equal(passed, -1);
		}
		bgproc_fd_close(&passed);
	}
	bgproc_fd_close(&numbers[0]);
	bgproc_fd_close(&numbers[1]);
}

/* Sends one byte with so many descriptors, as no sender of ours does. */
static void send_many(int count)
{
	union {
		struct cmsghdr first;
		char bytes[CMSG_SPACE(16 * sizeof(int))];
	} control;
	struct iovec part = {"x", 1};
	struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes};

	memset(&control, 0, sizeof control);
	control.first.cmsg_len = CMSG_LEN((size_t) count * sizeof(int));
	control.first.cmsg_level = SOL_SOCKET;
	control.first.cmsg_type = SCM_RIGHTS;
	for (int i = 0; i < count; i++) {
		memcpy(CMSG_DATA(&control.first) + (size_t) i * sizeof(int), &ends[0], sizeof(int));
	}
	header.msg_controllen = CMSG_SPACE((size_t) count * sizeof(int));
	assert_int_equal(sendmsg(ends[0], &header, 0), 1);
}

static void only_one_descriptor_is_kept(void **state)
{
	int before = next_free_number(), passed;
	char byte;

	for (int count = 1; count <= 16; count++) {
		send_many(count);
		assert_int_equal(bgproc_pass_receive(ends[1], &byte, 1, &passed, false), 1);
		assert_int_equal(passed, before);
		bgproc_fd_close(&passed);
		assert_int_equal(next_free_number(), before);
		assert_int_equal(fcntl(before + 1, F_GETFD), -1);
	}
}

static void a_packet_that_is_too_long_leaves_no_descriptor(void **state)
{
	int before = next_free_number(), passed;
	char byte;

	assert_int_equal(bgproc_pass_send(ends[0], "long", 4, ends[0], false), 4);
	assert_int_equal(bgproc_pass_receive(ends[1], &byte, 1, &passed, false), -1);
	assert_int_equal(errno, EMSGSIZE);
	assert_int_equal(passed, -1);
	assert_int_equal(next_free_number(), before);
}

/* From now on this process may open nothing. Another process sets the limit, because memcheck hides one's own from the system. */
static bool forbid_more_descriptors(void)
{
	const struct rlimit limit = {(rlim_t) next_free_number(), (rlim_t) next_free_number()};
	pid_t limited = getpid(), pid = fork();
	int status;

	if (pid == 0) {
		_exit(prlimit(limited, RLIMIT_NOFILE, &limit, NULL) != 0);
	}
	return waitpid(pid, &status, 0) == pid && status == 0;
}

static int without_numbers(void)
{
	char bytes[4];
	int passed = 7;

	CHILD_EXPECT(bgproc_pass_send(ends[0], "gone", 4, ends[0], false) == 4);
	CHILD_EXPECT(bgproc_pass_send(ends[0], "next", 4, -1, false) == 4);
	CHILD_EXPECT(forbid_more_descriptors());
	CHILD_EXPECT(bgproc_pass_receive(ends[1], bytes, 4, &passed, false) == 4 && passed == -1);
	CHILD_EXPECT(memcmp(bytes, "gone", 4) == 0);
	CHILD_EXPECT(bgproc_pass_receive(ends[1], bytes, 4, &passed, false) == 4 && passed == -1);
	CHILD_EXPECT(memcmp(bytes, "next", 4) == 0);
	return 0;
}

static void without_a_free_number_the_packet_arrives_alone(void **state)
{
	in_child(without_numbers);
}

static int without_stdio(void)
{
	char byte;
	int passed;

	close(0);
	close(1);
	close(2);
	CHILD_EXPECT(bgproc_pass_send(ends[0], "x", 1, ends[0], false) == 1);
	CHILD_EXPECT(bgproc_pass_receive(ends[1], &byte, 1, &passed, false) == 1);
	CHILD_EXPECT(passed >= 3 && (fcntl(passed, F_GETFD) & FD_CLOEXEC));
	CHILD_EXPECT(fcntl(0, F_GETFD) < 0 && fcntl(1, F_GETFD) < 0 && fcntl(2, F_GETFD) < 0);
	return 0;
}

static void the_numbers_of_stdio_stay_free(void **state)
{
	in_child(without_stdio);
}

static void a_full_and_an_empty_socket_say_so(void **state)
{
	char byte;
	int passed;

	assert_int_equal(bgproc_pass_receive(ends[1], &byte, 1, &passed, false), -1);
	assert_int_equal(errno, EAGAIN);
	assert_int_equal(passed, -1);
	while (bgproc_pass_send(ends[0], "again and again", 15, -1, false) > 0) {
	}
	assert_int_equal(errno, EAGAIN);
	assert_int_equal(bgproc_pass_send(ends[0], "x", 1, ends[0], false), -1);
	assert_int_equal(errno, EAGAIN);
}

static void a_closed_descriptor_cannot_be_passed(void **state)
{
	int number = next_free_number();

	assert_int_equal(bgproc_pass_send(ends[0], "x", 1, number, true), -1);
	assert_int_equal(errno, EBADF);
}

static void a_peer_that_is_gone_is_no_signal(void **state)
{
	char byte;
	int passed;

	assert_int_equal(bgproc_pass_send(ends[1], "x", 1, ends[1], false), 1);
	bgproc_fd_close(&ends[1]);
	assert_int_equal(bgproc_pass_receive(ends[0], &byte, 1, &passed, true), 1);
	/* What was passed is the other end itself, so the peer is not gone before that is closed. */
	bgproc_fd_close(&passed);
	assert_int_equal(bgproc_pass_send(ends[0], "y", 1, -1, true), -1);
	assert_int_equal(errno, EPIPE);
	assert_int_equal(bgproc_pass_receive(ends[0], &byte, 1, &passed, true), 0);
	assert_int_equal(passed, -1);
}

static void on_alarm(int number)
{
}

static int wait_with_signals(void)
{
	const struct itimerval soon = {{0, 5000}, {0, 5000}};
	struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
	char byte;
	int passed;

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	CHILD_EXPECT(bgproc_pass_receive(ends[0], &byte, 1, &passed, true) < 0 && errno == EINTR && passed == -1);
	while (bgproc_pass_send(ends[0], "text", 4, -1, false) > 0) {
	}
	CHILD_EXPECT(bgproc_pass_send(ends[0], "text", 4, ends[0], true) < 0 && errno == EINTR);
	return 0;
}

static void a_signal_ends_the_wait(void **state)
{
	in_child(wait_with_signals);
}

#define OVER_BOTH(test) \
	{#test ": packets", test, make_packets, drop, NULL}, \
	{ \
		#test ": stream", test, make_stream, drop, NULL \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OVER_BOTH(a_descriptor_arrives_with_its_packet),
		cmocka_unit_test_setup_teardown(a_stream_keeps_descriptors_with_their_messages, make_stream, drop),
		OVER_BOTH(only_one_descriptor_is_kept),
		cmocka_unit_test_setup_teardown(a_packet_that_is_too_long_leaves_no_descriptor, make_packets, drop),
		OVER_BOTH(without_a_free_number_the_packet_arrives_alone),
		OVER_BOTH(the_numbers_of_stdio_stay_free),
		OVER_BOTH(a_full_and_an_empty_socket_say_so),
		OVER_BOTH(a_closed_descriptor_cannot_be_passed),
		OVER_BOTH(a_peer_that_is_gone_is_no_signal),
		OVER_BOTH(a_signal_ends_the_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
