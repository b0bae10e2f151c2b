/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_ROOM_H
#define BGPROC_TESTS_ROOM_H

/* Shared by the tests of files and of the store: a directory for each test, other users, processes that race. */

#include "src/platform/file/descriptor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define NOBODY 65534
#define RACERS_MAX 64

static char base[256]; /* the directory of one test, and the working directory while it runs */

/* Both are for a set-up or a teardown and return 0 or -1. */
static inline int make_room(const char *name)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(base, sizeof base, "%s/bgproc-%s.XXXXXX", tmp ? tmp : "/tmp", name);
	return mkdtemp(base) && chdir(base) == 0 ? 0 : -1;
}

static inline int remove_room(void)
{
	char command[300];

	snprintf(command, sizeof command, "rm -rf '%s'", base);
	return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

#define NEED_ROOT() \
	do { \
		if (geteuid() != 0) { \
			skip(); \
		} \
	} while (0)

/* Called by a racer that is ready: waits until all racers are ready. False when the wait fails. */
static inline bool gate_opens(int gate)
{
	char byte;

	return read(gate, &byte, 1) == 0;
}

/*
 * Runs count processes that race. A racer waits for its gate and tries an action that only one process may do. It returns 0 when
 * it has done the action, and 1 when another racer has; a higher value fails the test. Exactly one racer must have done it.
 * Returns the number of this racer, from 0.
 */
static inline int race(int count, int (*racer)(int number, int gate, void *context), void *context)
{
	int gate[2], winner = -1, status;
	pid_t pids[RACERS_MAX];

	assert_true(count <= RACERS_MAX);
	assert_int_equal(bgproc_pipe(gate), 0);
	for (int i = 0; i < count; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i] == 0) {
			alarm(60);
			close(gate[1]);
			_exit(racer(i, gate[0], context));
		}
	}
	/* The gate opens when no process holds its other end any more. */
	close(gate[0]);
	close(gate[1]);
	for (int i = 0; i < count; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
			fail_msg("racer %d: status %x", i, (unsigned) status);
		}
		if (status == 0) {
			assert_int_equal(winner, -1);
			winner = i;
		}
	}
	assert_true(winner >= 0);
	return winner;
}

#endif
