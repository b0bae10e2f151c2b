/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The cost of the start and end of a command: user and system time of each run of PROGRAM in nanoseconds. Its output goes to
 * /dev/null. Requests and answers are those of the floors.
 */

#include "floor.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t run_once(char **argv)
{
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (pid < 0) {
		floor_die("fork");
	}
	if (pid == 0) {
		int fd = open("/dev/null", O_RDWR);

		if (fd < 0 || dup2(fd, 0) < 0 || dup2(fd, 1) < 0) {
			_exit(111);
		}
		execv(argv[0], argv);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &usage) < 0 || status != 0) {
		floor_die(argv[0]);
	}
	return ((uint64_t) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
			   (uint64_t) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)) *
		1000;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: load_cost PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	floor_serve(run_once, argv + 1);
	return 0;
}
