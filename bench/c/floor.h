/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_BENCH_FLOOR_H
#define BGPROC_BENCH_FLOOR_H

/*
 * What the floors share. A floor is a small program that does the least the operating system asks for, again and again
 * at the request of a bench script, so that both sides are measured in turns within one run. A request on stdin is a
 * line "COUNT PAUSE_US"; the answer on stdout is a line with COUNT numbers in nanoseconds.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline void floor_die(const char *what)
{
	perror(what);
	exit(1);
}

static inline uint64_t floor_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t) now.tv_sec * 1000000000 + (uint64_t) now.tv_nsec;
}

/* Serves requests until stdin ends. once() does the work one time and returns its cost. */
static inline void floor_serve(uint64_t (*once)(char **argv), char **argv)
{
	unsigned count, pause_us;

	while (scanf("%u %u", &count, &pause_us) == 2) {
		struct timespec pause = {(time_t) (pause_us / 1000000), (long) (pause_us % 1000000) * 1000};

		for (unsigned i = 0; i < count; i++) {
			printf("%s%llu", i > 0 ? " " : "", (unsigned long long) once(argv));
			nanosleep(&pause, NULL);
		}
		putchar('\n');
		if (fflush(stdout) != 0) {
			floor_die("stdout");
		}
	}
}

#endif
