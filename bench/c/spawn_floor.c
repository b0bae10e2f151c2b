/* SPDX-License-Identifier: Apache-2.0 */

/* The floor of a start: the time of posix_spawn() of PROGRAM. The wait for its end is not counted. */

#include "floor.h"

#include <errno.h>
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

static uint64_t spawn_once(char **argv)
{
	uint64_t begin = floor_now_ns(), end;
	pid_t pid;

	errno = posix_spawn(&pid, argv[0], NULL, NULL, argv, environ);
	end = floor_now_ns();
	if (errno != 0) {
		floor_die(argv[0]);
	}
	if (waitpid(pid, NULL, 0) < 0) {
		floor_die("waitpid");
	}
	return end - begin;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: spawn_floor PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	floor_serve(spawn_once, argv + 1);
	return 0;
}
