/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

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
	return true;
}

/* The name through the descriptor: however long the path of the directory is, and whoever renames it meanwhile. */
static bool fill_through_descriptor(struct sockaddr_un *address, int dir_fd, const char *name)
{
	int length = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", dir_fd, name);

	return length > 0 && (size_t) length < sizeof address->sun_path;
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

/* 0, or -1 with errno. */
static int bind_somehow(int fd, int dir_fd, const char *name, const char *path, bool for_all)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (fill_through_descriptor(&address, dir_fd, name)) {
		int status = bind_at(fd, &address, for_all);

		/* ENOENT: there is no /proc, or no directory any more. */
		if (status == 0 || errno != ENOENT) {
			return status;
		}
	}
	if (strlen(path) >= sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memset(&address, 0, sizeof address);
	address.sun_family = AF_UNIX;
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

	if (bind_somehow(notify->fd, dir_fd, name, path, for_all) < 0) {
		if (errno != EADDRINUSE) {
			return -1;
		}
		/* The key is ours, so whoever bound this name before us was killed. */
		if (fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !is_own_socket(&st)) {
			errno = EADDRINUSE;
			return -1;
		}
		if (unlinkat(dir_fd, name, 0) < 0 || bind_somehow(notify->fd, dir_fd, name, path, for_all) < 0) {
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

int bgproc_notify_open(
	struct bgproc_notify_socket *notify, int dir_fd, const char *name, const char *path, bool for_all)
{
	int on = 1, saved_errno;

	*notify = (struct bgproc_notify_socket) BGPROC_NOTIFY_SOCKET_INIT;
	notify->fd = bgproc_fd_above_stdio(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
	/* Before anybody can send. */
	if (notify->fd >= 0 && setsockopt(notify->fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0 &&
		bind_and_look(notify, dir_fd, name, path, for_all) == 0) {
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
	/* Room for the credentials alone: descriptors that somebody sends along are closed by the system. */
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(struct ucred))];
	} control;
	struct iovec piece = {bytes, size};
	struct msghdr header = {.msg_name = &sender->address,
		.msg_namelen = sizeof sender->address,
		.msg_iov = &piece,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof control.bytes};
	ssize_t length;

	sender->known = sender->truncated = false;
	do {
		length = recvmsg(notify->fd, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	} while (length < 0 && errno == EINTR);
	if (length < 0) {
		return -1;
	}
	read_control(&header, sender);
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
		sent = sendto(notify->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL, (const struct sockaddr *) &sender->address,
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
