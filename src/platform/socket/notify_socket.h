/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_NOTIFY_SOCKET_H
#define BGPROC_PLATFORM_SOCKET_NOTIFY_SOCKET_H

/*
 * The common part of notify_linux.c and notify_posix.c, used by them only: the name of the socket, and messages without the
 * sender that the system attaches.
 */

#include "src/platform/socket/notify.h"

/* The place of the socket: a name in a directory, and the same as an absolute path. */
struct bgproc_notify_name {
	int dir_fd;
	const char *name;
	const char *path;
	bool for_all; /* mode 0666 instead of 0600 */
};

/* bind() with the mode. The second function refuses a path that is too long (ENAMETOOLONG). 0, or -1 with errno. */
int bgproc_notify_bind(int fd, const struct sockaddr_un *address, bool for_all);
int bgproc_notify_bind_path(int fd, const char *path, bool for_all);

/*
 * Binds by bind_name, replacing a left-over socket of ours, and remembers the identity of the file. 0, or -1 with errno:
 * EADDRINUSE for a file that is not ours, EACCES when the name belongs to another file afterwards.
 */
int bgproc_notify_take_name(struct bgproc_notify_socket *notify, const struct bgproc_notify_name *name,
	int (*bind_name)(int fd, const struct bgproc_notify_name *name));

/* One recvmsg() into header, whose name it sets; fills sender except its user. Returns the length, or -1 with errno. */
ssize_t bgproc_notify_take_message(
	const struct bgproc_notify_socket *notify, struct msghdr *header, int flags, struct bgproc_notify_sender *sender);

#endif
