/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/socket/notify_socket.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* No system raises SIGPIPE for datagrams; the flag is given if it exists. */
#ifndef MSG_NOSIGNAL
# define MSG_NOSIGNAL 0
#endif

int bgproc_notify_bind(int fd, const struct sockaddr_un *address, bool for_all)
{
	/* The umask gives the file its mode at its creation. This program has one thread. */
	mode_t old = umask(for_all ? 0111 : 0177);
	int status = bind(fd, (const struct sockaddr *) address, sizeof *address);
	int saved_errno = errno;

	umask(old);
	errno = saved_errno;
	return status;
}

int bgproc_notify_bind_path(int fd, const char *path, bool for_all)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (strlen(path) >= sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path));
	return bgproc_notify_bind(fd, &address, for_all);
}

static bool is_own_socket(const struct stat *st)
{
	return S_ISSOCK(st->st_mode) && st->st_uid == geteuid();
}

int bgproc_notify_take_name(struct bgproc_notify_socket *notify, const struct bgproc_notify_name *name,
	int (*bind_name)(int fd, const struct bgproc_notify_name *name))
{
	struct stat st;

	if (bind_name(notify->fd, name) < 0) {
		if (errno != EADDRINUSE) {
			return -1;
		}
		/* The key belongs to us, so the process that has bound this name before was killed. */
		if (fstatat(name->dir_fd, name->name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !is_own_socket(&st)) {
			errno = EADDRINUSE;
			return -1;
		}
		if (unlinkat(name->dir_fd, name->name, 0) < 0 || bind_name(notify->fd, name) < 0) {
			return -1;
		}
	}
	if (fstatat(name->dir_fd, name->name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
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

ssize_t bgproc_notify_take_message(
	const struct bgproc_notify_socket *notify, struct msghdr *header, int flags, struct bgproc_notify_sender *sender)
{
	ssize_t length;

	header->msg_name = &sender->address;
	header->msg_namelen = sizeof sender->address;
	sender->known = sender->truncated = false;
	do {
		length = recvmsg(notify->fd, header, MSG_DONTWAIT | flags);
	} while (length < 0 && errno == EINTR);
	if (length >= 0) {
		sender->truncated = (header->msg_flags & MSG_TRUNC) != 0;
		/* The address of a socket without a name contains only the family. */
		sender->address_length = header->msg_namelen > sizeof(sa_family_t) ? header->msg_namelen : 0;
	}
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
