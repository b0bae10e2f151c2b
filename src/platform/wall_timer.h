/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_WALL_TIMER_H
#define BGPROC_PLATFORM_WALL_TIMER_H

/*
 * A time of the wall clock as something to poll: a descriptor that becomes readable when the clock shows that time, however it
 * got there: by going on, set by somebody, or after a suspend of the machine. No deadline can do that: those follow the monotonic
 * clock. Linux: timerfd (wall_timer_linux.c); elsewhere there is none (wall_timer_posix.c).
 */

#include <stdint.h>

/* The descriptor, close-on-exec, or -1 with errno (ENOSYS: there are no such timers). at_us: microseconds since 1970. */
int bgproc_wall_timer_open(uint64_t at_us);

/* From now on it is not readable until that time. -1 with errno. */
int bgproc_wall_timer_set(int fd, uint64_t at_us);

#endif
