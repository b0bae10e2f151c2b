/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The floor of a start with the guarantees of run(): PROGRAM runs detached from its caller, in a session of its own, and a file
 * of 700 bytes, written by that process, has its final name in DIRECTORY. This takes two new processes, one file and one exec.
 * Nothing is checked, and there is no supervisor, no pipe and no PHP. The program waits for the end of PROGRAM, but does not
 * count this time.
 */

#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "floor.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define STACK_SIZE 32768
#ifndef RENAME_NOREPLACE
# define RENAME_NOREPLACE 1
#endif
#ifndef CLOSE_RANGE_CLOEXEC
# define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

extern char **environ;

static _Alignas(64) char maker_stack[STACK_SIZE], program_stack[STACK_SIZE];
static char temp_name[32], final_name[32], text[700];
static int directory = -1, file;
static pid_t program_pid, in_memory;

static int be_program(void *argument)
{
	char *const argv[] = {argument, NULL};

	if (setsid() < 0 || write(file, text, sizeof text) != sizeof text ||
		syscall(SYS_renameat2, directory, temp_name, directory, final_name, RENAME_NOREPLACE) < 0 ||
		syscall(SYS_close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC) < 0) {
		_exit(111);
	}
	execve(argv[0], argv, environ);
	_exit(111);
}

static int be_maker(void *argument)
{
	program_pid = clone(be_program, program_stack + STACK_SIZE, CLONE_VM | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD,
		argument, &in_memory, NULL, &in_memory);
	_exit(0);
}

static void start(char *program)
{
	sigset_t all, old;
	pid_t maker, pid;

	file = openat(directory, temp_name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0) {
		floor_die(temp_name);
	}
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	maker = clone(be_maker, maker_stack + STACK_SIZE, CLONE_VM | CLONE_VFORK, program);
	if (maker < 0 || waitpid(maker, NULL, __WALL) != maker || program_pid < 0) {
		floor_die("clone");
	}
	while ((pid = __atomic_load_n(&in_memory, __ATOMIC_ACQUIRE)) != 0) {
		syscall(SYS_futex, &in_memory, FUTEX_WAIT, pid, NULL, NULL, 0);
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	close(file);
}

/* argv: PROGRAM DIRECTORY */
static uint64_t start_once(char **argv)
{
	static unsigned count;
	uint64_t begin, end;
	int status;

	if (directory < 0) {
		directory = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (directory < 0) {
			floor_die(argv[1]);
		}
	}
	snprintf(temp_name, sizeof temp_name, ".floor.%ld.%u", (long) getpid(), count);
	snprintf(final_name, sizeof final_name, "floor.%ld.%u", (long) getpid(), count++);
	begin = floor_now_ns();
	start(argv[0]);
	end = floor_now_ns();
	if (waitpid(program_pid, &status, 0) < 0 || status != 0 || unlinkat(directory, final_name, 0) < 0) {
		floor_die(argv[0]);
	}
	return end - begin;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: detach_floor PROGRAM DIRECTORY\n");
		return 2;
	}
	/* To reap a process that is not our child. */
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) {
		floor_die("prctl");
	}
	floor_serve(start_once, argv + 1);
	return 0;
}
