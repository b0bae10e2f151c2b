/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/socket/notify_socket.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool bgproc_notify_knows_senders(void)
{
	return true;
}

/* The path through the descriptor: it works for any length of the directory's path, and if that is renamed meanwhile. */
static bool fill_through_descriptor(struct sockaddr_un *address, int dir_fd, const char *name)
{
	int length = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", dir_fd, name);

	return length > 0 && (size_t) length < sizeof address->sun_path;
}

static int bind_name(int fd, const struct bgproc_notify_name *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (fill_through_descriptor(&address, name->dir_fd, name->name)) {
		int status = bgproc_notify_bind(fd, &address, name->for_all);

		/* ENOENT: there is no /proc, or the directory was removed. */
		if (status == 0 || errno != ENOENT) {
			return status;
		}
	}
	return bgproc_notify_bind_path(fd, name->path, name->for_all);
}

int bgproc_notify_open(
	struct bgproc_notify_socket *notify, int dir_fd, const char *name, const char *path, bool for_all)
{
	const struct bgproc_notify_name where = {dir_fd, name, path, for_all};
	int on = 1, saved_errno;

	*notify = (struct bgproc_notify_socket) BGPROC_NOTIFY_SOCKET_INIT;
	notify->fd = bgproc_fd_above_stdio(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
	/* Set before any process can send. */
	if (notify->fd >= 0 && setsockopt(notify->fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0 &&
		bgproc_notify_take_name(notify, &where, bind_name) == 0) {
		return 0;
	}
	saved_errno = errno;
	bgproc_fd_close(&notify->fd);
	errno = saved_errno;
	return -1;
}

static void read_control(struct msghdr *header, struct bgproc_notify_sender *sender)
{
	for (struct cmsghdr *part = CMSG_FIRSTHDR(header); part; part = CMSG_NXTHDR(header, part)) {
		if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_CREDENTIALS &&
			part->cmsg_len >= CMSG_LEN(sizeof(struct ucred))) {
			struct ucred who;

			memcpy(&who, CMSG_DATA(part), sizeof who);
			sender->known = true;
			sender->uid = who.uid;
		} else if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_RIGHTS) {
			size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);

			for (size_t i = 0; i < count; i++) {
				int fd;

				memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
				bgproc_fd_close(&fd);
			}
		}
	}
}

ssize_t bgproc_notify_receive(
	const struct bgproc_notify_socket *notify, void *bytes, size_t size, struct bgproc_notify_sender *sender)
{
	/* Space for the credentials only: the system closes descriptors that are sent with a message. */
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(struct ucred))];
	} control;
	struct iovec piece = {bytes, size};
	struct msghdr header = {
		.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
	ssize_t length = bgproc_notify_take_message(notify, &header, MSG_CMSG_CLOEXEC, sender);

	if (length >= 0) {
		read_control(&header, sender);
	}
	return length;
}
