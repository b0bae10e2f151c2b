/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_SINK_H
#define BGPROC_PLATFORM_FILE_SINK_H

/*
 * Writes to a descriptor that other processes share (an inherited stdout: a file, a pipe, a terminal, a socket) without
 * blocking and without changing its mode, because every process that shares it would be affected.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct bgproc_sink {
	int fd;
	bool owned;    /* fd is our own non-blocking descriptor of the same file */
	bool seekable; /* a regular file: a write never waits for a reader */
	bool socket;
};

/* fd stays the caller's. */
void bgproc_sink_open(struct bgproc_sink *sink, int fd);

/* As write(), but returns -1 with EAGAIN instead of waiting; the caller then polls sink->fd for POLLOUT. */
ssize_t bgproc_sink_write(const struct bgproc_sink *sink, const void *bytes, size_t length);

void bgproc_sink_close(struct bgproc_sink *sink);

#endif
