/* SPDX-License-Identifier: Apache-2.0 */

/* src/platform/process/descriptors.h: what was open is closed, and whoever still has its number can do nothing with it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/process/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT 50

/* Runs the test in a child: it closes what others need. The child says by its exit status what was wrong. */
static void in_child(int (*test)(void))
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		_exit(test());
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static bool is_useless(int fd)
{
	char byte = 'x';

	return read(fd, &byte, 1) == -1 && errno == EBADF && write(fd, &byte, 1) == -1 && errno == EBADF;
}

/* Opens sockets; the last pair is that of the caller, whose first end is to stay. */
static bool open_sockets(int ends[2])
{
	for (int i = 0; i < COUNT; i++) {
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
			return false;
		}
	}
	return true;
}

static int all_but_one_are_closed(void)
{
	int ends[2], fd;
	char byte;

	if (!open_sockets(ends)) {
		return 90;
	}
	bgproc_descriptors_close_except(ends[0]);
	/* Its other end was closed, in whose place something else stands. */
	if (read(ends[0], &byte, 1) != 0 || !is_useless(ends[1])) {
		return 1;
	}
	for (fd = 3; fd < ends[0]; fd++) {
		if (!is_useless(fd)) {
			return 2;
		}
	}
	/* What is opened now has a number that was free before. */
	fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	return fd > ends[1] ? 0 : 3;
}

static void numbers_stay_taken(void **state)
{
	in_child(all_but_one_are_closed);
}

static int nothing_can_be_opened(void)
{
	struct rlimit limit;
	int ends[2], fd;
	char byte;

	if (!open_sockets(ends) || getrlimit(RLIMIT_NOFILE, &limit) != 0) {
		return 90;
	}
	limit.rlim_cur = (rlim_t) ends[1] + 1;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
		return 91;
	}
	/* No number below the limit is free. */
	while ((fd = dup(0)) >= 0) {
	}
	bgproc_descriptors_close_except(ends[0]);
	if (read(ends[0], &byte, 1) != 0) {
		return 1;
	}
	for (fd = 3; fd <= ends[1]; fd++) {
		if (fd != ends[0] && !is_useless(fd)) {
			return 2;
		}
	}
	return 0;
}

static void they_are_closed_if_nothing_can_be_opened(void **state)
{
	in_child(nothing_can_be_opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_stay_taken),
		cmocka_unit_test(they_are_closed_if_nothing_can_be_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
