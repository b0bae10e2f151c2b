/* SPDX-License-Identifier: Apache-2.0 */

/* bgproc_spawn_orphan(): the process is detached, and when the call returns it runs or has ended, whatever happens to it. */

#include "src/platform/process/proc.h"
#include "src/platform/signal/signals.h"
#include "src/platform/process/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static volatile sig_atomic_t children_ended;

static void on_child(int number)
{
	(void) number;
	children_ended++;
}

static void say_who(struct bgproc_spawn_report *report)
{
	struct bgproc_identity self;

	bgproc_identity_of_self(&self);
	report->pid = self.pid;
	report->start_ticks = self.start_ticks;
	report->pidfd_inode = self.pidfd_inode;
}

/* Executes a program that lives as long as the pipe to it. */
static void execute(void *context, struct bgproc_spawn_report *report)
{
	const int *ends = context;
	char *const argv[] = {"cat", NULL}, *const envp[] = {NULL};

	say_who(report);
	setsid();
	dup2(ends[0], 0);
	execve("/bin/cat", argv, envp);
	report->stage = BGPROC_STAGE_SUPERVISOR;
	report->sys_errno = errno;
}

static void report_failure(void *context, struct bgproc_spawn_report *report)
{
	(void) context;
	say_who(report);
	poll(NULL, 0, 50);
	report->stage = BGPROC_STAGE_RECORD;
	report->sys_errno = ENOSPC;
}

/* What it finds out as bits of start_ticks. */
enum {
	IS_MARKED = 1,
	HAS_NOTHING_LEFT = 2,
	HAS_DEFAULTS = 4,
};

static void look_at_itself(void *context, struct bgproc_spawn_report *report)
{
	static const int numbers[] = {SIGTERM, SIGINT, SIGWINCH};
	struct sigaction action;
	sigset_t waiting;
	bool defaults = true;

	(void) context;
	report->pid = (pid_t) getpid();
	report->start_ticks = bgproc_is_starting(report->pid) ? IS_MARKED : 0;
	for (size_t i = 0; i < 3; i++) {
		kill(report->pid, numbers[i]);
		kill(report->pid, SIGRTMIN);
	}
	bgproc_signals_discard();
	report->start_ticks |= sigpending(&waiting) == 0 && sigisemptyset(&waiting) ? HAS_NOTHING_LEFT : 0;
	for (size_t i = 0; i < 3; i++) {
		sigaction(numbers[i], NULL, &action);
		defaults = defaults && action.sa_handler == SIG_DFL;
	}
	report->start_ticks |= defaults ? HAS_DEFAULTS : 0;
	report->stage = BGPROC_STAGE_RECORD;
}

static void be_killed(void *context, struct bgproc_spawn_report *report)
{
	(void) context;
	(void) report;
	kill(getpid(), SIGKILL);
}

static void no_child_is_ours(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG | __WALL), -1);
	assert_int_equal(errno, ECHILD);
}

static void an_orphan_executes(void **state)
{
	struct bgproc_spawn_report report;
	struct bgproc_identity identity = {0};
	struct sigaction action = {.sa_handler = on_child}, old;
	sigset_t before, after;
	int ends[2];

	assert_int_equal(sigaction(SIGCHLD, &action, &old), 0);
	sigprocmask(SIG_SETMASK, NULL, &before);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	errno = EXDEV;
	assert_int_equal(bgproc_spawn_orphan(execute, ends, &report), 0);
	assert_int_equal(errno, EXDEV);
	assert_int_equal(report.stage, BGPROC_STAGE_NONE);
	no_child_is_ours();
	if (strcmp(bgproc_spawn_method(), "clone") == 0) {
		assert_int_equal(children_ended, 0);
	}
	sigprocmask(SIG_SETMASK, NULL, &after);
	for (int number = 1; number < NSIG; number++) {
		assert_int_equal(sigismember(&before, number), sigismember(&after, number));
	}

	bgproc_identity_here(&identity);
	identity.pid = report.pid;
	identity.start_ticks = report.start_ticks;
	identity.pidfd_inode = report.pidfd_inode;
	assert_int_equal(bgproc_identity_check(&identity), BGPROC_ALIVE);
	assert_int_equal(getpgid(report.pid), report.pid);
	close(ends[0]);
	close(ends[1]);
	for (int i = 0; i < 10000 && bgproc_identity_check(&identity) == BGPROC_ALIVE; i++) {
		poll(NULL, 0, 1);
	}
	assert_int_equal(bgproc_identity_check(&identity), BGPROC_GONE);
	assert_int_equal(sigaction(SIGCHLD, &old, NULL), 0);
}

static void its_failure_is_waited_for(void **state)
{
	struct bgproc_spawn_report report;

	for (int i = 0; i < 5; i++) {
		assert_int_equal(bgproc_spawn_orphan(report_failure, NULL, &report), 0);
		assert_int_equal(report.stage, BGPROC_STAGE_RECORD);
		assert_int_equal(report.sys_errno, ENOSPC);
		no_child_is_ours();
	}
}

static void one_that_is_killed_is_no_orphan(void **state)
{
	struct bgproc_spawn_report report;

	if (strcmp(bgproc_spawn_method(), "clone") != 0) {
		/* A report pipe cannot tell it from one that has exec'd. */
		skip();
	}
	assert_int_equal(bgproc_spawn_orphan(be_killed, NULL, &report), -1);
	assert_int_equal(errno, ECANCELED);
	no_child_is_ours();
}

static void no_process_can_be_made(void **state)
{
	const struct rlimit none = {1, 1};
	struct bgproc_spawn_report report;
	int status;
	pid_t pid;

	if (geteuid() != 0) {
		skip();
	}
	pid = fork();
	if (pid == 0) {
		/* The limit does not bind root. */
		bool refused = setrlimit(RLIMIT_NPROC, &none) == 0 && setresuid(65534, 65534, 65534) == 0 &&
			bgproc_spawn_orphan(report_failure, NULL, &report) == -1 && errno == EAGAIN;

		_exit(refused ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* So that the supervisor of the tree in which it is started leaves it alone. */
static void an_orphan_is_marked_from_its_birth(void **state)
{
	struct bgproc_spawn_report report;

	(void) state;
	assert_int_equal(bgproc_spawn_orphan(look_at_itself, NULL, &report), 0);
	assert_int_equal(report.start_ticks, IS_MARKED | HAS_NOTHING_LEFT | HAS_DEFAULTS);
	assert_false(bgproc_is_starting(getpid()));
}

/* The mark is a name that everybody may take. */
static void a_mark_alone_does_not_count(void **state)
{
	int status;
	pid_t pid = fork();

	(void) state;
	if (pid == 0) {
		bool unblocked, blocked, inherited;
		sigset_t old;

		bgproc_mark_start();
		unblocked = bgproc_is_starting(getpid());
		bgproc_signals_block_all(&old);
		blocked = bgproc_is_starting(getpid());
		pid = fork();
		if (pid == 0) {
			_exit(bgproc_is_starting(getpid()));
		}
		inherited = waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 1;
		_exit((unblocked ? 1 : 0) + (blocked ? 2 : 0) + (inherited ? 4 : 0));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_orphan_executes),
		cmocka_unit_test(its_failure_is_waited_for),
		cmocka_unit_test(one_that_is_killed_is_no_orphan),
		cmocka_unit_test(no_process_can_be_made),
		cmocka_unit_test(an_orphan_is_marked_from_its_birth),
		cmocka_unit_test(a_mark_alone_does_not_count),
	};

	return cmocka_run_group_tests_name("spawn", tests, NULL, NULL);
}
