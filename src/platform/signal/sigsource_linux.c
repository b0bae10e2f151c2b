/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/signal/sigsource.h"

#include <errno.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* How many are taken from the kernel at once. */
#define BATCH 8

int bgproc_sigsource_open(const sigset_t *set)
{
	return bgproc_fd_above_stdio(signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK));
}

size_t bgproc_sigsource_read(int fd, struct bgproc_signal *signals, size_t max)
{
	struct signalfd_siginfo infos[BATCH];
	ssize_t length;
	size_t count;

	do {
		length = read(fd, infos, sizeof infos[0] * (max < BATCH ? max : BATCH));
	} while (length < 0 && errno == EINTR);
	count = length > 0 ? (size_t) length / sizeof infos[0] : 0;
	for (size_t i = 0; i < count; i++) {
		signals[i].number = (int) infos[i].ssi_signo;
		signals[i].queued = infos[i].ssi_code == SI_QUEUE;
		signals[i].value = infos[i].ssi_ptr;
	}
	return count;
}

void bgproc_sigsource_leave(void)
{
	/* A signalfd needs no handlers. */
}

void bgproc_sigsource_close(int *fd)
{
	bgproc_fd_close(fd);
}
