/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/output/capture.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The size of a pipe. Only the pages that a read fills are ever touched. */
#define READ_SIZE 65536
/* Reads in a row before other events are handled. */
#define READS_MAX 16

_Static_assert(READ_SIZE <= BGPROC_TAIL_FILE_SLACK, "one read must fit into the slack of a tail file");

static char read_buffer[READ_SIZE];

/* Without a pipe the command writes to an inherited descriptor, or to the pipe of the other stream. */
static bool has_no_pipe(const struct bgproc_capture *capture)
{
	return capture->mode == BGPROC_OUTPUT_INHERIT || capture->mode == BGPROC_OUTPUT_STDOUT;
}

/* The read end does not block. -1 with errno; the caller must close the capture in every case. */
static int make_pipe(struct bgproc_capture *capture)
{
	int ends[2], flags;

	if (bgproc_pipe(ends) < 0) {
		return -1;
	}
	capture->read_end = ends[0];
	capture->write_end = ends[1];
	flags = fcntl(ends[0], F_GETFL);
	return flags < 0 ? -1 : fcntl(ends[0], F_SETFL, flags | O_NONBLOCK);
}

int bgproc_capture_open(struct bgproc_capture *capture, const struct bgproc_output_option *option, uint64_t limit,
	bool keep_tail, int stdio_fd)
{
	struct stat st;

	*capture = (struct bgproc_capture) {.mode = option->mode, .read_end = -1, .write_end = -1, .sink.fd = -1};
	if (has_no_pipe(capture)) {
		return 0;
	}
	capture->keep_tail = keep_tail || option->mode == BGPROC_OUTPUT_TAIL;
	capture->file = (struct bgproc_tail_file) {.fd = option->fd, .limit = limit};
	if (option->mode == BGPROC_OUTPUT_FILE && fstat(option->fd, &st) == 0 && !S_ISREG(st.st_mode)) {
		/* Only of a regular file can the tail be kept; anything else is a plain target. */
		capture->mode = BGPROC_OUTPUT_RELAY;
		stdio_fd = option->fd;
	}
	if (capture->mode == BGPROC_OUTPUT_RELAY) {
		bgproc_sink_open(&capture->sink, stdio_fd);
	}
	return make_pipe(capture);
}

int bgproc_capture_again(struct bgproc_capture *capture)
{
	bgproc_fd_close(&capture->read_end);
	bgproc_fd_close(&capture->write_end);
	return has_no_pipe(capture) ? 0 : make_pipe(capture);
}

void bgproc_capture_begin(struct bgproc_capture *capture)
{
	bgproc_fd_close(&capture->write_end);
}

bool bgproc_capture_poll(const struct bgproc_capture *capture, struct pollfd *slot)
{
	if (capture->pending) {
		*slot = (struct pollfd) {.fd = capture->sink.fd, .events = POLLOUT};
	} else {
		*slot = (struct pollfd) {.fd = capture->read_end, .events = POLLIN};
	}
	return slot->fd >= 0;
}

/*
 * Writes to the target and returns the number of bytes written. The rest is dropped, unless the target is only full for now:
 * *wait is true then.
 */
static size_t relay_some(struct bgproc_capture *capture, const char *bytes, size_t length, bool *wait)
{
	size_t done = 0;

	*wait = false;
	while (done < length) {
		ssize_t written = bgproc_sink_write(&capture->sink, bytes + done, length - done);

		if (written > 0) {
			done += (size_t) written;
		} else if (written == 0 || errno != EINTR) {
			*wait = written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
			break;
		}
	}
	return done;
}

static void relay(struct bgproc_capture *capture, const char *bytes, size_t length)
{
	bool wait;
	size_t done = relay_some(capture, bytes, length, &wait);

	if (wait) {
		capture->pending = malloc(length - done);
	}
	if (capture->pending) {
		memcpy(capture->pending, bytes + done, length - done);
		capture->pending_length = length - done;
		capture->pending_done = 0;
	} else {
		capture->dropped += length - done;
	}
}

static void drop_pending(struct bgproc_capture *capture)
{
	if (capture->pending) {
		capture->dropped += capture->pending_length - capture->pending_done;
		free(capture->pending);
		capture->pending = NULL;
	}
}

/* True when the target accepted bytes. */
static bool relay_pending(struct bgproc_capture *capture)
{
	bool wait;
	size_t done = relay_some(capture, capture->pending + capture->pending_done,
		capture->pending_length - capture->pending_done, &wait);

	capture->pending_done += done;
	if (!wait) {
		drop_pending(capture);
	}
	return done > 0;
}

static void take(struct bgproc_capture *capture, const char *bytes, size_t length)
{
	size_t lost = 0;

	if (capture->listener) {
		capture->listener(capture->listener_context, bytes, length);
	}
	if (capture->keep_tail) {
		lost = bgproc_tail_append(&capture->tail, bytes, length);
	}
	switch (capture->mode) {
		case BGPROC_OUTPUT_FILE:
			capture->dropped += bgproc_tail_file_append(&capture->file, bytes, length);
			break;
		case BGPROC_OUTPUT_RELAY:
			relay(capture, bytes, length);
			break;
		default:
			capture->dropped += lost;
			break;
	}
}

bool bgproc_capture_serve(struct bgproc_capture *capture)
{
	bool data = capture->pending && relay_pending(capture);

	for (int i = 0; i < READS_MAX && capture->read_end >= 0 && !capture->pending; i++) {
		ssize_t length = read(capture->read_end, read_buffer, sizeof read_buffer);

		if (length > 0) {
			take(capture, read_buffer, (size_t) length);
			data = true;
		} else if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			break;
		} else if (length == 0 || errno != EINTR) {
			/* All writers have closed the pipe, or read() has failed, which does not happen. */
			bgproc_fd_close(&capture->read_end);
		}
	}
	return data;
}

void bgproc_capture_finish(struct bgproc_capture *capture)
{
	bgproc_fd_close(&capture->read_end);
	bgproc_fd_close(&capture->write_end);
	drop_pending(capture);
	if (capture->mode == BGPROC_OUTPUT_FILE) {
		capture->dropped += bgproc_tail_file_compact(&capture->file);
	}
	bgproc_sink_close(&capture->sink);
}

void bgproc_capture_close(struct bgproc_capture *capture)
{
	bgproc_fd_close(&capture->read_end);
	bgproc_fd_close(&capture->write_end);
	drop_pending(capture);
	bgproc_sink_close(&capture->sink);
	bgproc_tail_free(&capture->tail);
}
