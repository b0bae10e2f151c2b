/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_WALL_TIMER_H
#define BGPROC_PLATFORM_WALL_TIMER_H

/*
 * A wait for a time of the wall clock: a descriptor that becomes readable when the clock reaches that time, also if the
 * clock was set, or after a suspend of the machine. Deadlines cannot do that, because they follow the monotonic clock.
 * Linux: timerfd (wall_timer_linux.c); other systems have none (wall_timer_posix.c).
 */

#include <stdint.h>

/* Returns the descriptor, close-on-exec, or -1 with errno (ENOSYS: there are no such timers). at_us: microseconds since 1970. */
int bgproc_wall_timer_open(uint64_t at_us);

/* Sets another time: the descriptor is not readable before it. -1 with errno. */
int bgproc_wall_timer_set(int fd, uint64_t at_us);

#endif
