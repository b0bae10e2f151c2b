/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_IN_CHILD_H
#define BGPROC_TESTS_IN_CHILD_H

/* A part of a test that needs a process of its own: it changes limits, descriptors or signals. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Runs body in a child; the test fails unless it returns 0 in time. */
static inline void in_child(int (*body)(void))
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(30);
		_exit(body());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

#endif
