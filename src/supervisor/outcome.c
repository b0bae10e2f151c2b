/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/supervisor/outcome.h"

#include "src/protocol/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/*
 * The size that the pipe of every system holds; and the bytes that a pipe made of pages may waste: the STARTED frame and a
 * partly used last page.
 */
#define PAGE_WASTE 8192

static bool send_frame(int pipe_fd, const struct bgproc_record *record, enum bgproc_frame_kind kind, struct iovec *parts,
	int count)
{
	struct bgproc_frame frame;
	int flags = fcntl(pipe_fd, F_GETFL);
	ssize_t sent;

	/* The padding is sent too, so it must not contain old memory. */
	memset(&frame, 0, sizeof frame);
	frame.magic = BGPROC_FRAME_MAGIC;
	frame.kind = kind;
	frame.state = record->state;
	frame.started_us = record->started_us;
	frame.ended_us = record->ended_us;
	frame.command = record->command;
	frame.end = record->end;
	for (int i = 1; i < count; i++) {
		frame.tail_length += (uint32_t) parts[i].iov_len;
	}
	parts[0] = (struct iovec) {&frame, sizeof frame};
	/* No other process writes to the pipe. SIGPIPE is blocked. */
	if (flags < 0 || fcntl(pipe_fd, F_SETFL, flags | O_NONBLOCK) < 0) {
		return false;
	}
	while ((sent = writev(pipe_fd, parts, count)) < 0 && errno == EINTR) {
	}
	return sent >= 0;
}

bool bgproc_outcome_send_started(int pipe_fd, const struct bgproc_record *record)
{
	struct iovec parts[1];

	return pipe_fd < 0 || send_frame(pipe_fd, record, BGPROC_FRAME_STARTED, parts, 1);
}

/* Linux gives small pipes to a user with very many of them. The frame itself must always fit. */
static size_t room_for_tail(int pipe_fd)
{
	size_t room = BGPROC_OUTCOME_TAIL_MAX;
#ifdef F_GETPIPE_SZ
	int size = fcntl(pipe_fd, F_GETPIPE_SZ);

	if (size >= 0 && (size_t) size < room + PAGE_WASTE) {
		room = size > PAGE_WASTE ? (size_t) size - PAGE_WASTE : 0;
	}
#else
	(void) pipe_fd;
#endif
	return room;
}

void bgproc_outcome_send_end(int pipe_fd, const struct bgproc_record *record, const struct bgproc_tail *tail)
{
	struct iovec parts[3];
	int count;

	if (pipe_fd >= 0) {
		count = bgproc_tail_pieces(tail, room_for_tail(pipe_fd), parts + 1);
		send_frame(pipe_fd, record, BGPROC_FRAME_OUTCOME, parts, count + 1);
	}
}
