/* SPDX-License-Identifier: Apache-2.0 */

/* src/platform/process/pid.h: the pid that is known, in children and grandchildren too. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/process/pid.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_right(void)
{
	/* Twice: found out, and known. */
	return bgproc_pid() == getpid() && bgproc_pid() == getpid();
}

static bool ended_well(pid_t child)
{
	int status;

	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void it_is_that_of_getpid(void **state)
{
	assert_true(is_right());
	assert_true(is_right());
}

static void a_child_has_its_own(void **state)
{
	pid_t child;

	assert_true(is_right());
	child = fork();
	if (child == 0) {
		pid_t grandchild;

		/* One that has asked itself, and one that never has. */
		if (!is_right()) {
			_exit(1);
		}
		grandchild = fork();
		if (grandchild == 0) {
			_exit(is_right() ? 0 : 1);
		}
		_exit(ended_well(grandchild) && is_right() ? 0 : 1);
	}
	assert_true(ended_well(child));
	assert_true(is_right());
}

#ifdef __linux__
/* Without the C library nobody is told of the fork. */
static void a_fork_by_system_call_is_one(void **state)
{
	pid_t child;

	assert_true(is_right());
	child = (pid_t) syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (child == 0) {
		_exit(is_right() ? 0 : 1);
	}
	assert_true(ended_well(child));
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_that_of_getpid),
		cmocka_unit_test(a_child_has_its_own),
#ifdef __linux__
		cmocka_unit_test(a_fork_by_system_call_is_one),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
