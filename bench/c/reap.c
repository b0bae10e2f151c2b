/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Runs PROGRAM as a child subreaper. Background processes are not children of PROGRAM, so it cannot measure their cost with
 * wait(). Here they become our children. When all have ended, the last line on stdout is "orphans COUNT MICROSECONDS": the
 * number and the user and system time of all reaped processes except PROGRAM, each with the children that it had waited for.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what)
{
	perror(what);
	exit(1);
}

int main(int argc, char **argv)
{
	unsigned long long count = 0, used_us = 0;
	struct rusage usage;
	int status, result = 1;
	pid_t child, pid;

	if (argc < 2) {
		fprintf(stderr, "usage: reap PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) {
		die("prctl");
	}
	child = fork();
	if (child < 0) {
		die("fork");
	}
	if (child == 0) {
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	while ((pid = wait4(-1, &status, 0, &usage)) > 0 || errno == EINTR) {
		if (pid == child) {
			result = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
		} else if (pid > 0) {
			count++;
			used_us += (unsigned long long) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
				(unsigned long long) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
		}
	}
	printf("orphans %llu %llu\n", count, used_us);
	return fflush(stdout) == 0 ? result : 1;
}
