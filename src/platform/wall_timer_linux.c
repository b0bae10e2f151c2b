/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/wall_timer.h"

#include "src/platform/file/descriptor.h"

#include <sys/timerfd.h>

int bgproc_wall_timer_set(int fd, uint64_t at_us)
{
	struct itimerspec time = {.it_value = {(time_t) (at_us / 1000000), (long) (at_us % 1000000) * 1000}};

	if (at_us == 0) {
		/* Zero would disarm the timer. */
		time.it_value.tv_nsec = 1;
	}
	/* An absolute time of CLOCK_REALTIME: when the clock is set, the kernel checks the timer again. */
	return timerfd_settime(fd, TFD_TIMER_ABSTIME, &time, NULL);
}

int bgproc_wall_timer_open(uint64_t at_us)
{
	int fd = bgproc_fd_above_stdio(timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK));

	if (fd >= 0 && bgproc_wall_timer_set(fd, at_us) < 0) {
		bgproc_fd_close(&fd);
	}
	return fd;
}
