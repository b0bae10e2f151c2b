/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_SINK_H
#define BGPROC_PLATFORM_FILE_SINK_H

/*
 * Writing to a descriptor that other processes share (an inherited stdout: a file, a pipe, a terminal, a socket)
 * without ever blocking, and without changing its mode, which every process that shares it would notice.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct bgproc_sink {
	int fd;
	bool owned;    /* fd is a non-blocking twin of our own */
	bool seekable; /* a plain file: a write never waits for a reader */
	bool socket;
};

/* fd stays the caller's. */
void bgproc_sink_open(struct bgproc_sink *sink, int fd);

/* As write(), but -1 with EAGAIN instead of waiting; then poll sink->fd for POLLOUT. */
ssize_t bgproc_sink_write(const struct bgproc_sink *sink, const void *bytes, size_t length);

void bgproc_sink_close(struct bgproc_sink *sink);

#endif
