/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_OUTPUT_CAPTURE_H
#define BGPROC_SUPERVISOR_OUTPUT_CAPTURE_H

/*
 * One output stream of the command: the pipe it writes to and where that goes. Whatever happens to the target, the pipe
 * is read on: only a target that is merely slow (a relay into a full pipe) makes the command wait, as it would without
 * us.
 */

#include "src/core/error.h"
#include "src/platform/file/sink.h"
#include "src/supervisor/arguments.h"
#include "src/supervisor/output/tail.h"
#include "src/supervisor/output/tail_file.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

struct bgproc_capture {
	enum bgproc_output_mode mode;
	int read_end;   /* -1: there is none (inherit), or the stream has ended */
	int write_end;  /* for the command; -1 for inherit, stdout, and after bgproc_capture_begin() */
	bool keep_tail; /* the tail in memory is wanted beside the target */
	struct bgproc_tail tail;
	struct bgproc_tail_file file;
	struct bgproc_sink sink;
	char *pending; /* what a slow target did not take yet; owned */
	size_t pending_length, pending_done;
	uint64_t dropped; /* bytes that were not kept where they should be */
	/* Called with everything that arrives; NULL: no listener. Kept by bgproc_capture_again(). */
	void (*listener)(void *context, const char *bytes, size_t length);
	void *listener_context;
};

/*
 * Makes the pipe unless the mode is inherit or stdout. stdio_fd: the descriptor 1 or 2 that relay writes to. -1 with errno on
 * failure; close in every case.
 */
int bgproc_capture_open(struct bgproc_capture *capture, const struct bgproc_output_option *option, uint64_t limit,
	bool keep_tail, int stdio_fd);

/* After an end: a new pipe for another command, whose output goes on where that of the one before has ended. */
int bgproc_capture_again(struct bgproc_capture *capture);

/* The command has its end: ours of the same must go, or the stream would never end. */
void bgproc_capture_begin(struct bgproc_capture *capture);

/* Whether there is anything to wait for, and then what, for poll(). */
bool bgproc_capture_poll(const struct bgproc_capture *capture, struct pollfd *slot);

/* Serves a descriptor that poll() found ready: reads a bounded amount. True when data moved. */
bool bgproc_capture_serve(struct bgproc_capture *capture);

/* Ends it: closes the pipe, brings the file to its final size, counts what was left. */
void bgproc_capture_finish(struct bgproc_capture *capture);

void bgproc_capture_close(struct bgproc_capture *capture);

#endif
