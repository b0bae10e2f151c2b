/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/socket/notify_socket.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>

bool bgproc_notify_knows_senders(void)
{
	return false;
}

static int bind_name(int fd, const struct bgproc_notify_name *name)
{
	return bgproc_notify_bind_path(fd, name->path, name->for_all);
}

static int make_socket(void)
{
	int fd = bgproc_fd_above_stdio(socket(AF_UNIX, SOCK_DGRAM, 0));
	int flags = fd < 0 ? -1 : fcntl(fd, F_GETFL);

	if (fd >= 0 && (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)) {
		bgproc_fd_close(&fd);
	}
	return fd;
}

int bgproc_notify_open(
	struct bgproc_notify_socket *notify, int dir_fd, const char *name, const char *path, bool for_all)
{
	const struct bgproc_notify_name where = {dir_fd, name, path, for_all};
	int saved_errno;

	*notify = (struct bgproc_notify_socket) BGPROC_NOTIFY_SOCKET_INIT;
	if (for_all) {
		/* The accepted sender could not be distinguished from others. */
		errno = ENOTSUP;
		return -1;
	}
	notify->fd = make_socket();
	if (notify->fd >= 0 && bgproc_notify_take_name(notify, &where, bind_name) == 0) {
		return 0;
	}
	saved_errno = errno;
	bgproc_fd_close(&notify->fd);
	errno = saved_errno;
	return -1;
}

ssize_t bgproc_notify_receive(
	const struct bgproc_notify_socket *notify, void *bytes, size_t size, struct bgproc_notify_sender *sender)
{
	struct iovec piece = {bytes, size};
	/* Without space for control data: the system closes descriptors that are sent with a message. */
	struct msghdr header = {.msg_iov = &piece, .msg_iovlen = 1};

	return bgproc_notify_take_message(notify, &header, 0, sender);
}
