/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_ZYGOTE_SETTINGS_H
#define BGPROC_ZYGOTE_SETTINGS_H

/* What a zygote has to know before it begins. Everything is owned by the caller but the control socket. */

#include "src/zygote/board.h"

#include <stdint.h>
#include <sys/types.h>

struct bgproc_zygote {
	/* The zygote's end, which bgproc_zygote_run() closes. The parent's end, inherited by the fork, must be closed before. */
	int control;
	const struct bgproc_board *board; /* with one slot for each worker */
	pid_t parent;                     /* the process that has forked the zygote */
	int soft_signal;                  /* sent to a worker at the soft timeout of its call */
	/* Forks as fork() does, with the care that the runtime of the program needs. All signals are blocked meanwhile. */
	pid_t (*fork)(void *context);
	/*
	 * Called in the new worker process; if it returns, the process ends by _exit(0). fd is its end of the channel, which it owns.
	 * The control socket is closed, the signal mask is that of the time before bgproc_zygote_run(), and the worker dies with the
	 * zygote.
	 */
	void (*work)(void *context, unsigned slot, uint32_t generation, int fd);
	void *context;
};

#endif
