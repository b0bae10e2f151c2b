/* SPDX-License-Identifier: Apache-2.0 */

/* Which processes of a tree receive a signal, and when a tree is empty. The walks are a test double, the children are real. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/clock.h"
#include "src/platform/process/proc.h"
#include "src/supervisor/child/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __WALL
# define __WALL 0
#endif

/* ---- the double of src/platform/tree_*.c ---- */

/* The result of each walk, in order; the last one is repeated. before: called between reading the list and checking it. */
struct planned {
	struct bgproc_relative relatives[3];
	size_t count;
	void (*before)(void);
	int error; /* errno of a walk that sees nothing */
};

static const struct planned *plan;
static size_t plan_length, walks;
static unsigned links_lost; /* how many queries for a parent fail, because it has died meanwhile */
static pid_t command, orphan;

int bgproc_tree_each(bool (*leave_out)(const struct bgproc_relative *relative, void *context),
	void (*visit)(const struct bgproc_relative *relative, void *context), void *context)
{
	const struct planned *walk = &plan[walks < plan_length ? walks : plan_length - 1];

	walks++;
	if (walk->error) {
		errno = walk->error;
		return -1;
	}
	if (walk->before) {
		walk->before();
	}
	for (size_t i = 0; i < walk->count; i++) {
		if (!leave_out(&walk->relatives[i], context)) {
			visit(&walk->relatives[i], context);
		}
	}
	return (int) walk->count;
}

static pid_t supervisor, start; /* processes of such kinds */

bool bgproc_is_supervisor(pid_t pid)
{
	return pid == supervisor;
}

bool bgproc_is_starting(pid_t pid)
{
	return pid == start;
}

pid_t bgproc_parent_of(pid_t pid)
{
	if (links_lost > 0) {
		links_lost--;
		return 0;
	}
	return getpid();
}

int bgproc_become_subreaper(void)
{
	return 0;
}

/* ---- children ---- */

static int told[2]; /* a pipe: a byte for each SIGTERM that a catcher got */

static void tell(int signal_number)
{
	if (write(told[1], "t", 1) < 0) {
		_exit(97);
	}
}

static pid_t start_child_with(void (*handler)(int))
{
	pid_t pid = fork();

	if (pid == 0) {
		setpgid(0, 0);
		signal(SIGTERM, handler);
		alarm(60);
		if (handler == tell) {
			tell(0);
		}
		for (;;) {
			pause();
		}
	}
	assert_true(pid > 0);
	setpgid(pid, pid);
	return pid;
}

static pid_t start_child(void)
{
	return start_child_with(SIG_DFL);
}

static void await_told(void)
{
	struct pollfd slot = {.fd = told[0], .events = POLLIN};
	char byte;

	assert_int_equal(poll(&slot, 1, 40000), 1);
	assert_int_equal(read(told[0], &byte, 1), 1);
}

static bool was_told(void)
{
	struct pollfd slot = {.fd = told[0], .events = POLLIN};

	return poll(&slot, 1, 200) == 1;
}

static pid_t start_catcher(void)
{
	pid_t pid;

	assert_int_equal(pipe(told), 0);
	pid = start_child_with(tell);
	await_told();
	return pid;
}

static void end_catcher(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(told[0]);
	close(told[1]);
}

/* Dead, and not reaped. */
static void end_child(pid_t pid)
{
	siginfo_t info;

	kill(pid, SIGKILL);
	assert_int_equal(waitid(P_PID, (id_t) pid, &info, WEXITED | WNOWAIT | __WALL), 0);
}

static void end_command(void)
{
	end_child(command);
}

static int set_up(void **state)
{
	command = start_child();
	orphan = start_child();
	walks = links_lost = 0;
	supervisor = start = 0;
	return 0;
}

static int tear_down(void **state)
{
	kill(command, SIGKILL);
	kill(orphan, SIGKILL);
	while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR) {
	}
	return 0;
}

static struct bgproc_relative child(pid_t pid, bool zombie)
{
	return (struct bgproc_relative) {.pid = pid, .parent = getpid(), .group = pid, .zombie = zombie};
}

#define FOLLOW(walks_planned) (plan = (walks_planned), plan_length = sizeof(walks_planned) / sizeof *(walks_planned))

/* ---- a signal ---- */

static int how_ended(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	return WTERMSIG(status);
}

static void who_is_outside_the_group_gets_the_signal(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	const struct planned planned[] = {{{child(command, false), child(orphan, false)}, 2, NULL, 0}};

	kill(orphan, SIGSTOP);
	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_int_equal(how_ended(orphan), SIGTERM);
	assert_int_equal(how_ended(command), SIGTERM);
}

/* The process was in the group when the others were signalled, and had left it when the group was signalled. */
static void who_leaves_the_group_during_a_stop_gets_the_signal(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	struct planned planned[] = {{{child(command, false), child(orphan, false)}, 2, NULL, 0},
		{{child(command, false), child(orphan, false)}, 2, NULL, 0}};

	planned[0].relatives[1].group = command;
	kill(orphan, SIGSTOP);
	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_int_equal(how_ended(orphan), SIGTERM);
}

/* The process is forked while the others are signalled: after a walk that finds a new process there is another walk. */
static void who_is_born_during_a_stop_gets_the_signal(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	pid_t other = start_child();
	const struct planned planned[] = {{{child(command, false)}, 1, NULL, 0},
		{{child(command, false), child(orphan, false)}, 2, NULL, 0},
		{{child(command, false), child(orphan, false), child(other, false)}, 3, NULL, 0}};

	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_int_equal(how_ended(orphan), SIGTERM);
	assert_int_equal(how_ended(other), SIGTERM);
	assert_int_equal(walks, 4);
}

/* When a process dies during a walk, its children have another parent afterwards, so another walk is needed. */
static void a_walk_in_which_somebody_dies_is_not_the_last(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	struct bgproc_relative dead = child(command + 1, true);
	struct planned planned[] = {{{child(command, false), child(orphan, false)}, 2, NULL, 0},
		{{child(command, false), child(orphan, false), dead}, 3, NULL, 0},
		{{child(command, false), child(orphan, false)}, 2, NULL, 0},
		{{child(command, false), child(orphan, false)}, 2, NULL, 0}};

	/* Alive and in the group, then a zombie of somebody else, then gone. */
	planned[1].relatives[2].parent = command;
	planned[0].relatives[1].group = command;
	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_int_equal(walks, 4);
	assert_int_equal(how_ended(orphan), SIGTERM);
}

static void nobody_gets_the_signal_twice(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	pid_t catcher = start_catcher();
	const struct planned planned[] = {{{child(command, false), child(catcher, false)}, 2, NULL, 0},
		{{child(command, false), child(catcher, false), child(orphan, false)}, 3, await_told, 0},
		{{child(command, false), child(catcher, false), child(orphan, false)}, 3, NULL, 0}};

	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_int_equal(walks, 3);
	assert_false(was_told());
	end_catcher(catcher);
}

/* A process that catches the signal may start other processes for its cleanup. */
static void what_a_catcher_starts_during_a_stop_is_left_alone(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	pid_t catcher = start_catcher();
	struct planned planned[] = {{{child(command, false), child(catcher, false)}, 2, NULL, 0},
		{{child(command, false), child(catcher, false), child(orphan, false)}, 3, NULL, 0}};

	planned[1].relatives[2].parent = catcher;
	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_int_equal(kill(orphan, SIGUSR1), 0);
	assert_int_equal(how_ended(orphan), SIGUSR1);
	end_catcher(catcher);
}

/* Without a handler, also under a checker that has one for every signal in each program that it watches. */
static pid_t start_plain(void)
{
	int ends[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		execlp("sleep", "sleep", "60", (char *) NULL);
		_exit(127);
	}
	close(ends[1]);
	/* Its end comes with the exec. */
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
	return pid;
}

/* One that dies of it has started whatever it has started before. */
static void what_a_dying_parent_had_started_gets_the_signal(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	pid_t parent = start_plain();
	struct planned planned[] = {{{child(command, false), child(parent, false)}, 2, NULL, 0},
		{{child(command, false), child(parent, false), child(orphan, false)}, 3, NULL, 0}};

	planned[1].relatives[2].parent = parent;
	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_int_equal(how_ended(orphan), SIGTERM);
	assert_int_equal(how_ended(parent), SIGTERM);
}

/* Its descent cannot be seen while those between it and us die, and without that it is not signalled: not then. */
static void who_could_not_be_told_is_told_by_the_next_walk(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	pid_t parent = start_plain();
	struct planned planned[] = {{{child(command, false)}, 1, NULL, 0},
		{{child(command, false), child(orphan, false)}, 2, NULL, 0}};

	planned[1].relatives[1].parent = parent;
	links_lost = 1;
	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_int_equal(how_ended(orphan), SIGTERM);
	kill(parent, SIGKILL);
	assert_int_equal(how_ended(parent), SIGKILL);
}

/* A process that is started with bgproc in the tree, before its exec and after it; it is a tree of its own. */
static void a_nested_supervisor_is_left_alone(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	pid_t other = start_child();
	struct planned planned[] = {{{child(command, false), child(orphan, false), child(other, false)}, 3, NULL, 0}};

	planned[0].relatives[1].starting = true;
	supervisor = other;
	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_int_equal(how_ended(command), SIGTERM);
	/* Nor does SIGKILL reach it, and it is not counted: the tree is empty without it. */
	planned[0].relatives[0] = child(command + 1, true);
	planned[0].relatives[0].parent = 1;
	assert_int_equal(bgproc_tree_kill(&tree), 0);
	kill(orphan, SIGUSR1);
	kill(other, SIGUSR1);
	assert_int_equal(how_ended(orphan), SIGUSR1);
	assert_int_equal(how_ended(other), SIGUSR1);
}

/* One that failed to start, which was to be a supervisor: it is our child, and nobody else reaps it. */
static void a_dead_start_is_reaped(void **state)
{
	const struct bgproc_tree tree = {.command = command, .ended = true};
	struct planned planned[] = {{{child(command, true), child(orphan, true)}, 2, NULL, 0}, {{child(command, true)}, 1, NULL, 0}};

	end_command();
	end_child(orphan);
	planned[0].relatives[1].starting = true;
	FOLLOW(planned);
	assert_int_equal(bgproc_tree_count(&tree), 0);
	assert_int_equal(waitpid(orphan, NULL, WNOHANG), -1);
}

/* Somebody else's child may be another process by the time it is signalled: what has its number now is looked at again. */
static void a_number_that_a_start_has_by_now_is_left_alone(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	pid_t other = start_child();
	struct planned planned[] = {{{child(command, false), child(orphan, false), child(other, false)}, 3, NULL, 0}};

	planned[0].relatives[1].parent = planned[0].relatives[2].parent = command;
	start = orphan;
	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, bgproc_deadline_in(0));
	assert_int_equal(how_ended(other), SIGTERM);
	kill(orphan, SIGUSR1);
	assert_int_equal(how_ended(orphan), SIGUSR1);
}

static void take_long(void)
{
	poll(NULL, 0, 30);
}

/* A large tree, in which something goes on starting others. What has been promised for the end of the grace is due then. */
static void walks_for_news_end_with_the_time_for_them(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	const struct planned two = {{child(command, false), child(orphan, false)}, 2, take_long, 0};
	struct planned planned[80];
	struct bgproc_deadline begin;

	for (size_t i = 0; i < 80; i++) {
		planned[i] = two;
		planned[i].count = 1 + i % 2;
	}
	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, bgproc_deadline_in(0));
	/* Not one less: after the group has the signal those outside are looked at once more. */
	assert_int_equal(walks, 2);
	assert_int_equal(how_ended(orphan), SIGTERM);

	walks = 0;
	begin = bgproc_deadline_in(0);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_true(walks < 40);
	assert_true(bgproc_deadline_in(0).ms - begin.ms >= 500);
}

/* ---- an empty tree ---- */

static void a_dead_command_alone_is_an_empty_tree(void **state)
{
	struct bgproc_tree tree = {.command = command};
	const struct planned planned[] = {{{child(command, true)}, 1, NULL, 0}};

	end_command();
	FOLLOW(planned);
	assert_int_equal(bgproc_tree_kill(&tree), 0);
	assert_int_equal(walks, 1);
	tree.ended = true;
	assert_int_equal(bgproc_tree_count(&tree), 0);
	assert_int_equal(walks, 2);
}

/* What it had became ours at the end of the list that had been read: it must be read again. */
static void a_command_that_dies_during_the_walk_proves_nothing(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	const struct planned planned[] = {{{child(command, true)}, 1, end_command, 0},
		{{child(command, true), child(orphan, false)}, 2, NULL, 0}};

	FOLLOW(planned);
	assert_int_equal(bgproc_tree_count(&tree), 1);
	assert_int_equal(walks, 2);
}

static void a_dead_orphan_proves_nothing(void **state)
{
	struct bgproc_tree tree = {.command = command, .ended = true};
	const struct planned planned[] = {{{child(command, true), child(orphan, true)}, 2, NULL, 0},
		{{child(command, true)}, 1, NULL, 0}};

	end_command();
	end_child(orphan);
	FOLLOW(planned);
	assert_int_equal(bgproc_tree_count(&tree), 0);
	assert_int_equal(walks, 2);
	/* It was reaped; the command was not. */
	assert_int_equal(waitpid(orphan, NULL, WNOHANG), -1);
	assert_int_equal(waitpid(command, NULL, 0), command);
}

static void *leave_first(void *first)
{
	pthread_join(*(pthread_t *) first, NULL);
	alarm(60);
	for (;;) {
		pause();
	}
	return NULL;
}

static pid_t start_without_first_thread(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		static pthread_t first;
		pthread_t other;

		first = pthread_self();
		pthread_create(&other, NULL, leave_first, &first);
		pthread_exit(NULL);
	}
	assert_true(pid > 0);
	return pid;
}

/* /proc calls a process a zombie whose first thread has ended, and the other ones may do what they like. */
static void a_command_without_its_first_thread_lives(void **state)
{
	struct bgproc_tree tree;
	struct planned planned[] = {{.count = 1}};
	pid_t pid = start_without_first_thread();

	tree = (struct bgproc_tree) {.command = pid};
	planned[0].relatives[0] = child(pid, true);
	FOLLOW(planned);
	assert_int_equal(bgproc_tree_count(&tree), 1);
	assert_int_equal(walks, 1);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* As somebody else's child it looks dead; as ours it can be asked. */
static void an_orphan_without_its_first_thread_gets_the_signal(void **state)
{
	const struct bgproc_tree tree = {.command = command};
	pid_t pid = start_without_first_thread();
	struct planned planned[] = {{{child(command, false), child(pid, true)}, 2, NULL, 0},
		{{child(command, false), child(pid, true)}, 2, NULL, 0}};

	planned[0].relatives[1].parent = orphan;
	FOLLOW(planned);
	bgproc_tree_signal(&tree, SIGTERM, BGPROC_NEVER);
	assert_int_equal(how_ended(pid), SIGTERM);
}

static void something_that_dies_for_ever_lives(void **state)
{
	const struct bgproc_tree tree = {.command = command, .ended = true};
	struct planned planned[80];

	end_command();
	for (size_t i = 0; i < 80; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			_exit(0);
		}
		end_child(pid);
		planned[i] = (struct planned) {{child(pid, true)}, 1, NULL, 0};
	}
	FOLLOW(planned);
	assert_int_equal(bgproc_tree_count(&tree), 1);
	assert_true(walks < 80);
}

static void not_to_see_is_no_proof(void **state)
{
	const struct planned blind[] = {{.error = EMFILE}}, nowhere[] = {{.error = ENOSYS}};
	struct bgproc_tree tree = {.command = command, .ended = true};

	end_command();
	FOLLOW(blind);
	assert_int_equal(bgproc_tree_kill(&tree), 1);
	/* Where nothing can ever be seen the group is all there is. */
	FOLLOW(nowhere);
	assert_int_equal(bgproc_tree_kill(&tree), 0);
	tree.ended = false;
	assert_int_equal(bgproc_tree_kill(&tree), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_is_outside_the_group_gets_the_signal),
		TEST(who_leaves_the_group_during_a_stop_gets_the_signal),
		TEST(who_is_born_during_a_stop_gets_the_signal),
		TEST(a_walk_in_which_somebody_dies_is_not_the_last),
		TEST(nobody_gets_the_signal_twice),
		TEST(what_a_catcher_starts_during_a_stop_is_left_alone),
		TEST(what_a_dying_parent_had_started_gets_the_signal),
		TEST(who_could_not_be_told_is_told_by_the_next_walk),
		TEST(a_nested_supervisor_is_left_alone),
		TEST(a_dead_start_is_reaped),
		TEST(a_number_that_a_start_has_by_now_is_left_alone),
		TEST(walks_for_news_end_with_the_time_for_them),
		TEST(a_dead_command_alone_is_an_empty_tree),
		TEST(a_command_that_dies_during_the_walk_proves_nothing),
		TEST(a_dead_orphan_proves_nothing),
		TEST(a_command_without_its_first_thread_lives),
		TEST(an_orphan_without_its_first_thread_gets_the_signal),
		TEST(something_that_dies_for_ever_lives),
		TEST(not_to_see_is_no_proof),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
