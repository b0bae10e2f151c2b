/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/socket/pass.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/socket/repeat.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* On systems without this flag, pair_posix.c sets the option SO_NOSIGPIPE of the socket. */
#ifndef MSG_NOSIGNAL
# define MSG_NOSIGNAL 0
#endif

/* Not every system can set the flag of a received descriptor at once. The names of such flags need not be numbers for #if. */
#ifdef MSG_CMSG_CLOEXEC
# define RECEIVE_FLAGS (MSG_DONTWAIT | MSG_CMSG_CLOEXEC)
#else
# define RECEIVE_FLAGS MSG_DONTWAIT
#endif

/*
 * Only one descriptor is expected. The alignment of the control data can make room for a second one, so others must be looked
 * for. The system closes those for which there is no room.
 */
#define PASSED_MAX 4

ssize_t bgproc_pass_send(int fd, const void *bytes, size_t length, int passed, bool wait)
{
	union {
		struct cmsghdr first;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	/* The cast is safe: sendmsg() only reads the bytes. */
	struct iovec part = {(void *) bytes, length};
	struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
	ssize_t sent;

	if (passed >= 0) {
		memset(&control, 0, sizeof control);
		control.first.cmsg_len = CMSG_LEN(sizeof passed);
		control.first.cmsg_level = SOL_SOCKET;
		control.first.cmsg_type = SCM_RIGHTS;
		memcpy(CMSG_DATA(&control.first), &passed, sizeof passed);
		header.msg_control = control.bytes;
		header.msg_controllen = sizeof control.bytes;
	}
	do {
		sent = sendmsg(fd, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
	} while (sent < 0 && bgproc_socket_repeat(fd, POLLOUT, wait));
	return sent;
}

/* The descriptor as the caller gets it; -1 if there is no free number. */
static int keep(int fd)
{
#ifndef MSG_CMSG_CLOEXEC
	fcntl(fd, F_SETFD, FD_CLOEXEC);
#endif
	return bgproc_fd_above_stdio(fd);
}

static int take_first(struct msghdr *header)
{
	int passed = -1;

	for (struct cmsghdr *part = CMSG_FIRSTHDR(header); part; part = CMSG_NXTHDR(header, part)) {
		size_t count = 0;

		if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_RIGHTS) {
			count = ((size_t) part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		}
		for (size_t i = 0; i < count; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
			if (passed < 0) {
				passed = keep(fd);
			} else {
				bgproc_fd_close(&fd);
			}
		}
	}
	return passed;
}

ssize_t bgproc_pass_receive(int fd, void *bytes, size_t size, int *passed, bool wait)
{
	union {
		struct cmsghdr first;
		char bytes[CMSG_SPACE(PASSED_MAX * sizeof(int))];
	} control;
	struct iovec part = {bytes, size};
	struct msghdr header;
	ssize_t length;

	*passed = -1;
	do {
		header = (struct msghdr) {.msg_iov = &part, .msg_iovlen = 1};
		header.msg_control = control.bytes;
		header.msg_controllen = sizeof control.bytes;
		length = recvmsg(fd, &header, RECEIVE_FLAGS);
	} while (length < 0 && bgproc_socket_repeat(fd, POLLIN, wait));
	if (length < 0) {
		return -1;
	}
	*passed = take_first(&header);
	if (length > 0 && (header.msg_flags & MSG_TRUNC)) {
		bgproc_fd_close(passed);
		errno = EMSGSIZE;
		return -1;
	}
	return length;
}
