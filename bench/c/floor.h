/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_BENCH_FLOOR_H
#define BGPROC_BENCH_FLOOR_H

/*
 * Shared code of the floors. A floor is a small program that does only the minimum that the operating system requires. A bench
 * script asks it for samples, so that bgproc and the floor are measured alternately within one run. A request on stdin is a line
 * "COUNT PAUSE_US"; the answer on stdout is a line with COUNT numbers in nanoseconds.
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

/* Answers requests until stdin ends. once() does the work one time and returns its cost in nanoseconds. */
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
