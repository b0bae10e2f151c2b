/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A stranger with a pid of choice: clone3() with set_tid (root, or CAP_CHECKPOINT_RESTORE).
 *
 *     reuse PID
 *     reuse --adopt COMMAND...   executes the command as the one to whom orphans go, so that it can reap them at once
 *
 * Says "pid PID" when the process with that pid is there, "signal N" for each signal that it gets, and "end" when it was
 * told "end" on stdin or that is closed. "taken" when the pid belongs to somebody else.
 */

#include <errno.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int be_stranger(int signals)
{
	struct pollfd ready[2] = {{.fd = 0, .events = POLLIN}, {.fd = signals, .events = POLLIN}};

	printf("pid %d\n", (int) getpid());
	while (poll(ready, 2, -1) >= 0 && !ready[0].revents) {
		struct signalfd_siginfo info;

		if (read(signals, &info, sizeof info) == (ssize_t) sizeof info) {
			printf("signal %u\n", info.ssi_signo);
		}
	}
	/* Those that came together with the word. */
	ready[1].revents = 0;
	while (poll(ready + 1, 1, 0) > 0) {
		struct signalfd_siginfo info;

		if (read(signals, &info, sizeof info) == (ssize_t) sizeof info) {
			printf("signal %u\n", info.ssi_signo);
		}
	}
	printf("end\n");
	return 0;
}

int main(int argc, char **argv)
{
	pid_t wanted = argc == 2 ? atoi(argv[1]) : 0, pid;
	struct clone_args args = {.exit_signal = SIGCHLD, .set_tid = (uintptr_t) &wanted, .set_tid_size = 1};
	sigset_t set;
	int status;

	if (argc > 2 && strcmp(argv[1], "--adopt") == 0) {
		prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
		execvp(argv[2], argv + 2);
		perror("reuse");
		return 1;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (wanted <= 1) {
		fprintf(stderr, "usage: reuse PID\n");
		return 2;
	}
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	pid = (pid_t) syscall(SYS_clone3, &args, sizeof args);
	if (pid < 0) {
		printf(errno == EEXIST ? "taken\n" : "refused\n");
		return 1;
	}
	if (pid == 0) {
		return be_stranger(signalfd(-1, &set, SFD_CLOEXEC));
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
