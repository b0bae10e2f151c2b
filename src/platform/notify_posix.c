/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/notify.h"

#include "src/platform/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool bgproc_notify_knows_senders(void)
{
	return false;
}

static int bind_at(int fd, const struct sockaddr_un *address, bool for_all)
{
	/* The mode from the first moment on. This program has one thread. */
	mode_t old = umask(for_all ? 0111 : 0177);
	int status = bind(fd, (const struct sockaddr *) address, sizeof *address);
	int saved_errno = errno;

	umask(old);
	errno = saved_errno;
	return status;
}

static int bind_path(int fd, const char *path, bool for_all)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (strlen(path) >= sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path));
	return bind_at(fd, &address, for_all);
}

static bool is_own_socket(const struct stat *st)
{
	return S_ISSOCK(st->st_mode) && st->st_uid == geteuid();
}

static int bind_and_look(struct bgproc_notify_socket *notify, int dir_fd, const char *name, const char *path, bool for_all)
{
	struct stat st;

	if (bind_path(notify->fd, path, for_all) < 0) {
		if (errno != EADDRINUSE) {
			return -1;
		}
		/* The key is ours, so whoever bound this name before us was killed. */
		if (fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !is_own_socket(&st)) {
			errno = EADDRINUSE;
			return -1;
		}
		if (unlinkat(dir_fd, name, 0) < 0 || bind_path(notify->fd, path, for_all) < 0) {
			return -1;
		}
	}
	if (fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		return -1;
	}
	if (!is_own_socket(&st)) {
		errno = EACCES;
		return -1;
	}
	notify->device = st.st_dev;
	notify->inode = st.st_ino;
	return 0;
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
	int saved_errno;

	*notify = (struct bgproc_notify_socket) BGPROC_NOTIFY_SOCKET_INIT;
	if (for_all) {
		/* Nobody could tell the one who may speak from the others. */
		errno = ENOTSUP;
		return -1;
	}
	notify->fd = make_socket();
	if (notify->fd >= 0 && bind_and_look(notify, dir_fd, name, path, for_all) == 0) {
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
	struct msghdr header = {.msg_name = &sender->address,
		.msg_namelen = sizeof sender->address,
		.msg_iov = &piece,
		.msg_iovlen = 1};
	ssize_t length;

	/* No room for control data: descriptors that somebody sends along are closed by the system. */
	sender->known = sender->truncated = false;
	do {
		length = recvmsg(notify->fd, &header, MSG_DONTWAIT);
	} while (length < 0 && errno == EINTR);
	if (length < 0) {
		return -1;
	}
	sender->truncated = (header.msg_flags & MSG_TRUNC) != 0;
	/* A socket without a name has an address of its family alone. */
	sender->address_length = header.msg_namelen > sizeof(sa_family_t) ? header.msg_namelen : 0;
	return length;
}

bool bgproc_notify_answer(const struct bgproc_notify_socket *notify, const struct bgproc_notify_sender *sender,
	const void *bytes, size_t length)
{
	ssize_t sent;

	if (sender->address_length == 0) {
		return false;
	}
	do {
		sent = sendto(notify->fd, bytes, length, MSG_DONTWAIT, (const struct sockaddr *) &sender->address,
			sender->address_length);
	} while (sent < 0 && errno == EINTR);
	return sent == (ssize_t) length;
}

void bgproc_notify_close(struct bgproc_notify_socket *notify, int dir_fd, const char *name)
{
	struct stat st;

	if (notify->fd < 0) {
		return;
	}
	if (fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_dev == notify->device && st.st_ino == notify->inode &&
		is_own_socket(&st)) {
		unlinkat(dir_fd, name, 0);
	}
	bgproc_fd_close(&notify->fd);
}
