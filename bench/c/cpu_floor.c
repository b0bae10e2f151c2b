/* SPDX-License-Identifier: Apache-2.0 */

/* The floor of the processor time: user and system time of parent and child for fork, exec and wait of PROGRAM. */

#include "floor.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t used_ns(int who)
{
	struct rusage usage;

	if (getrusage(who, &usage) < 0) {
		floor_die("getrusage");
	}
	return ((uint64_t) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
			   (uint64_t) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)) *
		1000;
}

static uint64_t run_once(char **argv)
{
	uint64_t before = used_ns(RUSAGE_SELF) + used_ns(RUSAGE_CHILDREN);
	pid_t pid = fork();

	if (pid < 0) {
		floor_die("fork");
	}
	if (pid == 0) {
		execv(argv[0], argv);
		_exit(127);
	}
	if (waitpid(pid, NULL, 0) < 0) {
		floor_die("waitpid");
	}
	return used_ns(RUSAGE_SELF) + used_ns(RUSAGE_CHILDREN) - before;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: cpu_floor PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	floor_serve(run_once, argv + 1);
	return 0;
}
