/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/file/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef PIPE_BUF
# define PIPE_BUF 512
#endif

/* Opens the same pipe or terminal again with a separate open file description, which may be non-blocking; -1 without /proc. */
static int open_twin(int fd)
{
	char path[40];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return bgproc_fd_above_stdio(open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

void bgproc_sink_open(struct bgproc_sink *sink, int fd)
{
	struct stat st;

	*sink = (struct bgproc_sink) {.fd = fd};
	if (fstat(fd, &st) < 0 || S_ISREG(st.st_mode)) {
		sink->seekable = true;
	} else if (S_ISSOCK(st.st_mode)) {
		sink->socket = true;
	} else {
		int twin = open_twin(fd);

		if (twin >= 0) {
			sink->fd = twin;
			sink->owned = true;
		}
	}
}

ssize_t bgproc_sink_write(const struct bgproc_sink *sink, const void *bytes, size_t length)
{
	struct pollfd ready = {.fd = sink->fd, .events = POLLOUT};

	if (sink->socket) {
		return send(sink->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
	}
	if (!sink->seekable && !sink->owned) {
		/* If the pipe is writable, PIPE_BUF bytes do not block. Only another writer in between could make this write block. */
		if (poll(&ready, 1, 0) == 0) {
			errno = EAGAIN;
			return -1;
		}
		length = length > PIPE_BUF ? PIPE_BUF : length;
	}
	return write(sink->fd, bytes, length);
}

void bgproc_sink_close(struct bgproc_sink *sink)
{
	if (sink->owned) {
		bgproc_fd_close(&sink->fd);
	}
	sink->fd = -1;
	sink->owned = false;
}
