/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/socket/pair.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>

/*
 * A small packet occupies about 768 bytes of the buffer, so more than a thousand fit if the system grants this size. By default
 * Linux grants at most 208 KiB and doubles it, which is room for three of our largest packets. Only waiting packets use memory.
 */
#define BUFFER_SIZE (1024 * 1024)

static int make_pair(int ends[2], int type)
{
#ifdef SOCK_CLOEXEC
	return socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends);
#else
	int status = socketpair(AF_UNIX, type, 0, ends);

	for (int i = 0; i < 2 && status == 0; i++) {
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	}
	return status;
#endif
}

/* Whether the errno means that the system has no sockets of this type. Other errors, such as no free descriptor, are failures. */
static bool is_type_unknown(int sys_errno)
{
	return sys_errno == EPROTONOSUPPORT || sys_errno == EPROTOTYPE || sys_errno == EOPNOTSUPP || sys_errno == EINVAL
#ifdef ESOCKTNOSUPPORT
		|| sys_errno == ESOCKTNOSUPPORT
#endif
		;
}

static void tune(int fd)
{
	int size = BUFFER_SIZE;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
#ifdef SO_NOSIGPIPE
	setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &(int) {1}, sizeof(int));
#endif
}

/* See packet_posix.c: it is not the time that counts, but that there is one. */
static void set_receive_timeout(int fd)
{
#ifdef __linux__
	struct timeval time = {.tv_sec = 86400};

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
#else
	(void) fd;
#endif
}

int bgproc_socket_pair(int ends[2], bool *stream)
{
	int flags, status = make_pair(ends, SOCK_SEQPACKET);

	*stream = status < 0 && is_type_unknown(errno);
	if (*stream) {
		status = make_pair(ends, SOCK_STREAM);
	}
	if (status < 0) {
		ends[0] = ends[1] = -1;
		return -1;
	}
	if (bgproc_fd_pair_above_stdio(ends) < 0) {
		return -1;
	}
	flags = fcntl(ends[0], F_GETFL);
	if (flags < 0 || fcntl(ends[0], F_SETFL, flags | O_NONBLOCK) < 0) {
		bgproc_fd_close(&ends[0]);
		bgproc_fd_close(&ends[1]);
		return -1;
	}
	tune(ends[0]);
	tune(ends[1]);
	set_receive_timeout(ends[1]);
	return 0;
}

bool bgproc_socket_is_stream(int fd)
{
	int type = 0;
	socklen_t length = sizeof type;

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_STREAM;
}
