/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Whether a pid still belongs to the same process, on systems where the necessary system calls are refused: a process that cannot
 * be checked is neither reported as ended nor signalled. A seccomp filter in a child refuses the calls.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/refuse_call.h"

#include "src/platform/process/proc.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_pidfd_open
# define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_send_signal
# define SYS_pidfd_send_signal 424
#endif

/* What a child found out, as its exit code. */
enum {
	CHECK_ALIVE = 1,  /* bgproc_identity_check() */
	OPENED = 2,       /* bgproc_identity_open() */
	SIGNALLED = 4,    /* bgproc_identity_signal() */
	SAID_GONE = 8,    /* one of the two gave ESRCH */
	NOT_REFUSED = 64, /* no filter could be set */
};

static pid_t target;

static int set_up(void **state)
{
	(void) state;
	/* Ignored from its first moment: the signal may be quicker than its first instruction. */
	signal(SIGUSR1, SIG_IGN);
	target = fork();
	if (target == 0) {
		for (;;) {
			pause();
		}
	}
	signal(SIGUSR1, SIG_DFL);
	return target > 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	(void) state;
	if (target > 0) {
		kill(target, SIGKILL);
		waitpid(target, NULL, 0);
	}
	return 0;
}

/* What a child sees of the identity when one call (0: none) is refused. */
static int look(const struct bgproc_identity *identity, long call, int sys_errno)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int found = 0, fd;

		/* Cached before the filter. */
		bgproc_identity_check(identity);
		if (call && !refuse_call(call, sys_errno)) {
			_exit(NOT_REFUSED);
		}
		found |= bgproc_identity_check(identity) == BGPROC_ALIVE ? CHECK_ALIVE : 0;
		fd = bgproc_identity_open(identity);
		found |= fd >= 0 ? OPENED : errno == ESRCH ? SAID_GONE
												   : 0;
		found |= bgproc_identity_signal(identity, SIGUSR1, NULL) == 0 ? SIGNALLED : errno == ESRCH ? SAID_GONE
																								   : 0;
		_exit(found);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* As the starter writes it where there are inodes of pidfds, and as it does where there are none. */
static void identities(struct bgproc_identity *by_inode, struct bgproc_identity *by_start)
{
	memset(by_inode, 0, sizeof *by_inode);
	bgproc_identity_here(by_inode);
	assert_true(bgproc_identity_of(target, by_inode));
	*by_start = *by_inode;
	by_start->pidfd_inode = 0;
	by_inode->start_ticks = 0;
}

static void test_nothing_refused(void **state)
{
	struct bgproc_identity by_inode, by_start;

	(void) state;
	identities(&by_inode, &by_start);
	assert_int_equal(look(&by_start, 0, 0), CHECK_ALIVE | OPENED | SIGNALLED);
	by_start.start_ticks++;
	assert_int_equal(look(&by_start, 0, 0), SAID_GONE);
	if (by_inode.pidfd_inode) {
		assert_int_equal(look(&by_inode, 0, 0), CHECK_ALIVE | OPENED | SIGNALLED);
		by_inode.pidfd_inode++;
		assert_int_equal(look(&by_inode, 0, 0), SAID_GONE);
	}
}

static void test_inode_cannot_be_read(void **state)
{
	struct bgproc_identity by_inode, by_start;

	(void) state;
	identities(&by_inode, &by_start);
	if (!by_inode.pidfd_inode) {
		skip();
	}
	assert_int_equal(look(&by_inode, SYS_fstatfs, EIO), CHECK_ALIVE);
	assert_int_equal(look(&by_inode, SYS_pidfd_open, ENOSYS), CHECK_ALIVE);
	assert_int_equal(look(&by_inode, SYS_pidfd_open, EMFILE), CHECK_ALIVE);
	assert_int_equal(look(&by_start, SYS_pidfd_open, ENOSYS), CHECK_ALIVE | SIGNALLED);
}

/* pidfd_open() is allowed and pidfd_send_signal() is not: the process was verified, so it is signalled by its pid. */
static void test_pidfds_that_cannot_signal(void **state)
{
	struct bgproc_identity by_inode, by_start;

	(void) state;
	identities(&by_inode, &by_start);
	assert_int_equal(look(&by_start, SYS_pidfd_send_signal, ENOSYS), CHECK_ALIVE | OPENED | SIGNALLED);
	/* A refusal is a refusal. */
	assert_int_equal(look(&by_start, SYS_pidfd_send_signal, EPERM), CHECK_ALIVE | OPENED);
	by_start.start_ticks++;
	assert_int_equal(look(&by_start, SYS_pidfd_send_signal, ENOSYS), SAID_GONE);
	if (by_inode.pidfd_inode) {
		assert_int_equal(look(&by_inode, SYS_pidfd_send_signal, ENOSYS), CHECK_ALIVE | OPENED | SIGNALLED);
		by_inode.pidfd_inode++;
		assert_int_equal(look(&by_inode, SYS_pidfd_send_signal, ENOSYS), SAID_GONE);
	}
}

static void test_start_time_cannot_be_read(void **state)
{
	struct bgproc_identity by_inode, by_start;

	(void) state;
	identities(&by_inode, &by_start);
	assert_int_equal(look(&by_start, SYS_openat, EMFILE), CHECK_ALIVE);
	assert_int_equal(look(&by_start, SYS_openat, ENOMEM), CHECK_ALIVE);
	/* Only proof makes a process gone: its own number does. */
	kill(target, SIGKILL);
	waitpid(target, NULL, 0);
	target = 0;
	assert_int_equal(look(&by_start, SYS_openat, EMFILE), SAID_GONE);
	assert_int_equal(look(&by_inode, SYS_pidfd_open, ENOSYS) & CHECK_ALIVE, 0);
}

/* A pid alone is no identity, whatever is refused. */
static void test_only_a_pid(void **state)
{
	struct bgproc_identity by_inode, by_start;

	(void) state;
	identities(&by_inode, &by_start);
	by_start.start_ticks = 0;
	assert_int_equal(look(&by_start, 0, 0), SAID_GONE);
	assert_int_equal(look(&by_start, SYS_pidfd_open, ENOSYS), SAID_GONE);
}

static pid_t thread_id;

static void *be_a_thread(void *end)
{
	char byte;

	__atomic_store_n(&thread_id, (pid_t) syscall(SYS_gettid), __ATOMIC_RELEASE);
	return read(*(int *) end, &byte, 1) < 0 ? end : NULL;
}

/* Threads take their numbers from where processes do: a pid that was given to one of them is no process. */
static void the_number_of_a_thread_is_no_process(void **state)
{
	struct bgproc_identity by_inode, by_start;
	pthread_t thread;
	int ends[2];

	(void) state;
	identities(&by_inode, &by_start);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pthread_create(&thread, NULL, be_a_thread, &ends[0]), 0);
	while (!(by_inode.pid = __atomic_load_n(&thread_id, __ATOMIC_ACQUIRE))) {
		sched_yield();
	}
	by_start.pid = by_inode.pid;
	by_start.start_ticks--;
	assert_int_equal(look(&by_start, 0, 0), SAID_GONE);
	assert_int_equal(look(&by_start, SYS_pidfd_open, ENOSYS), SAID_GONE);
	if (by_inode.pidfd_inode) {
		assert_int_equal(look(&by_inode, 0, 0), SAID_GONE);
		/* EINVAL as on Linux before 6.15; the next case has no free descriptor. */
		assert_int_equal(look(&by_inode, SYS_pidfd_open, EINVAL), SAID_GONE);
		assert_int_equal(look(&by_inode, SYS_pidfd_open, EMFILE), 0);
		assert_int_equal(look(&by_inode, SYS_pidfd_open, ENOSYS), SAID_GONE);
	}
	close(ends[1]);
	pthread_join(thread, NULL);
	close(ends[0]);
}

static void catch_it(int signal_number)
{
	(void) signal_number;
}

static void a_handler_is_seen(void **state)
{
	(void) state;
	/* Ignored is not caught; what was caught is seen in this process as in any other. */
	signal(SIGUSR1, SIG_IGN);
	signal(SIGUSR2, catch_it);
	assert_false(bgproc_catches(getpid(), SIGUSR1));
	assert_true(bgproc_catches(getpid(), SIGUSR2));
	signal(SIGUSR1, SIG_DFL);
	signal(SIGUSR2, SIG_DFL);
	assert_false(bgproc_catches(getpid(), SIGUSR2));
	assert_false(bgproc_catches(target, SIGTERM));
	/* Nobody, and what is not told. */
	assert_false(bgproc_catches(0x7ffffff0, SIGTERM));
	assert_false(bgproc_catches(getpid(), SIGRTMIN));
}

/* ---- the walk through the descendants ---- */

static struct {
	pid_t parent, child;
	int tell[2], hear[2];
	bool child_seen;
} family;

static pid_t start_family(void)
{
	char byte;
	pid_t pid = fork();

	if (pid == 0) {
		alarm(60);
		if (read(family.tell[0], &byte, 1) == 1) {
			pid_t child = fork();

			if (child == 0) {
				alarm(60);
				for (;;) {
					pause();
				}
			}
			if (write(family.hear[1], &child, sizeof child) < 0) {
				_exit(97);
			}
		}
		for (;;) {
			pause();
		}
	}
	return pid;
}

/* It has no child when it is asked, and one as soon as it has been. */
static bool skip_nobody(const struct bgproc_relative *relative, void *context)
{
	(void) context;
	if (relative->pid == family.parent) {
		assert_int_equal(write(family.tell[1], "x", 1), 1);
		assert_int_equal(read(family.hear[0], &family.child, sizeof family.child), sizeof family.child);
	}
	return false;
}

static void look_for_child(const struct bgproc_relative *relative, void *context)
{
	(void) context;
	family.child_seen = family.child_seen || relative->pid == family.child;
}

/* A new supervisor has no children before its exec. So children that it has after the exec are not part of our tree. */
static void children_are_read_before_their_parent_is_known(void **state)
{
	(void) state;
	assert_int_equal(pipe(family.tell), 0);
	assert_int_equal(pipe(family.hear), 0);
	family.parent = start_family();
	assert_true(bgproc_tree_each(skip_nobody, look_for_child, NULL) > 0);
	assert_true(family.child > 0);
	assert_false(family.child_seen);
	bgproc_tree_each(NULL, look_for_child, NULL);
	assert_true(family.child_seen);
	kill(family.child, SIGKILL);
	kill(family.parent, SIGKILL);
	assert_int_equal(waitpid(family.parent, NULL, 0), family.parent);
	for (int i = 0; i < 2; i++) {
		close(family.tell[i]);
		close(family.hear[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nothing_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_inode_cannot_be_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pidfds_that_cannot_signal, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_start_time_cannot_be_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_only_a_pid, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_number_of_a_thread_is_no_process, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_handler_is_seen, set_up, tear_down),
		cmocka_unit_test_setup_teardown(children_are_read_before_their_parent_is_known, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
