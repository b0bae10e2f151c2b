/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_OUTPUT_CAPTURE_H
#define BGPROC_SUPERVISOR_OUTPUT_CAPTURE_H

/*
 * One output stream of the command: its pipe and its target. The pipe is read even if the target fails. Only a target that
 * is slow (a relay into a full pipe) makes the command wait, as it would without a supervisor.
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
	bool keep_tail; /* also keep the end of the stream in memory */
	struct bgproc_tail tail;
	struct bgproc_tail_file file;
	struct bgproc_sink sink;
	char *pending; /* bytes that a slow target did not accept yet; owned */
	size_t pending_length, pending_done;
	uint64_t dropped; /* bytes that were not written to the target */
	/* Called with all bytes that arrive; NULL: no listener. bgproc_capture_again() keeps it. */
	void (*listener)(void *context, const char *bytes, size_t length);
	void *listener_context;
};

/*
 * Creates the pipe unless the mode is inherit or stdout. stdio_fd: the descriptor 1 or 2 to which relay writes. -1 with
 * errno on failure; the caller must close the capture in every case.
 */
int bgproc_capture_open(struct bgproc_capture *capture, const struct bgproc_output_option *option, uint64_t limit,
	bool keep_tail, int stdio_fd);

/* After the end of a command: creates a pipe for another one, whose output continues after that of the previous one. */
int bgproc_capture_again(struct bgproc_capture *capture);

/* The command has inherited the write end: the supervisor's own one must be closed, or the stream would never end. */
void bgproc_capture_begin(struct bgproc_capture *capture);

/* Whether there is something to wait for; fills slot for poll(). */
bool bgproc_capture_poll(const struct bgproc_capture *capture, struct pollfd *slot);

/* Handles a descriptor that poll() found ready: reads a limited amount. True when data was read or written. */
bool bgproc_capture_serve(struct bgproc_capture *capture);

/* Ends the stream: closes the pipe, gives the file its final size, counts the bytes that were not written. */
void bgproc_capture_finish(struct bgproc_capture *capture);

void bgproc_capture_close(struct bgproc_capture *capture);

#endif
