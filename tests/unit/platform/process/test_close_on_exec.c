/* SPDX-License-Identifier: Apache-2.0 */

/* src/platform/process/exec.h: all descriptors from a number up are marked, by close_range() or else one by one. */

#include "tests/unit/platform/file/file_room.h"
#include "tests/unit/refuse_call.h"

#include "src/platform/process/exec.h"

#ifndef SYS_close_range
# define SYS_close_range 436
#endif

#define COUNT 700 /* more than one buffer of directory entries */
#define FAR 4000  /* below the hard limit of every system */

/* Descriptors without the flag from 0 up, two of them far away; what is below "from" keeps what it had. */
static int marks_from(int from)
{
	struct rlimit limit;
	int open_before = 0, last = 2;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max <= FAR + 1) {
		return 90;
	}
	limit.rlim_cur = FAR + 2;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
		return 91;
	}
	for (int i = 0; i < COUNT; i++) {
		last = open("/dev/null", O_RDONLY);
		if (last < 0) {
			return 92;
		}
	}
	if (dup2(last, FAR) != FAR || dup2(last, FAR + 1) != FAR + 1) {
		return 93;
	}
	for (int fd = 0; fd <= FAR + 1; fd++) {
		open_before += fcntl(fd, F_GETFD) >= 0;
	}
	bgproc_fds_close_on_exec(from);
	for (int fd = 0; fd <= FAR + 1; fd++) {
		int flags = fcntl(fd, F_GETFD);

		open_before -= flags >= 0;
		if (flags >= 0 && fd >= from && !(flags & FD_CLOEXEC)) {
			return 1;
		}
		if (flags >= 0 && fd < from && fd <= 2 && (flags & FD_CLOEXEC)) {
			return 2;
		}
	}
	/* None was closed, and the walk has left none open. */
	return open_before == 0 ? 0 : 3;
}

static int with_close_range(void)
{
	return marks_from(3);
}

static int without_close_range(void)
{
	if (!refuse_call(SYS_close_range, ENOSYS)) {
		return 94;
	}
	if (syscall(SYS_close_range, 3U, ~0U, 0) != -1 || errno != ENOSYS) {
		return 95;
	}
	return marks_from(3);
}

static int without_it_from_a_middle(void)
{
	return refuse_call(SYS_close_range, ENOSYS) ? marks_from(300) : 94;
}

static void all_are_marked_at_once(void **state)
{
	in_child(with_close_range);
}

static void all_are_marked_one_by_one(void **state)
{
	in_child(without_close_range);
	in_child(without_it_from_a_middle);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_are_marked_at_once),
		TEST(all_are_marked_one_by_one),
	};

	return cmocka_run_group_tests_name("close_on_exec", tests, NULL, NULL);
}
