/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_NOTIFY_H
#define BGPROC_PLATFORM_SOCKET_NOTIFY_H

/*
 * A datagram socket under a name in a directory. Processes that may write to it send messages, and the system attaches the
 * sender. Linux: credentials with each message (notify_linux.c). Elsewhere (notify_posix.c) the sender is not known, and only
 * the mode of the socket restricts the senders.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

/* The longest path a socket can have, without its NUL. */
#define BGPROC_NOTIFY_PATH_MAX (sizeof(((struct sockaddr_un *) NULL)->sun_path) - 1)

struct bgproc_notify_socket {
	int fd; /* -1: closed */
	/* The file that is ours: another one under the name is left alone. */
	dev_t device;
	ino_t inode;
};

#define BGPROC_NOTIFY_SOCKET_INIT {-1, 0, 0}

struct bgproc_notify_sender {
	bool known; /* uid is what the system says; always true on Linux for a message that was accepted */
	uid_t uid;
	bool truncated; /* the message was longer than there was room for */
	struct sockaddr_un address;
	socklen_t address_length; /* 0: the sender cannot be answered */
};

/* Whether the system attaches the sender to a message. Where it does not, the socket must not be open to others. */
bool bgproc_notify_knows_senders(void);

/*
 * Makes the socket, non-blocking and close-on-exec, under name in dir_fd; path is the same as an absolute path, used where
 * the system has no way through the descriptor. for_all: mode 0666 instead of 0600. A socket of ours that is left there
 * (no other process binds that name) is replaced, anything else is not. 0, or -1 with errno.
 */
int bgproc_notify_open(
	struct bgproc_notify_socket *notify, int dir_fd, const char *name, const char *path, bool for_all);

/* Takes one waiting message. Its length, at most size; -1 with EAGAIN when none waits. Descriptors in it are closed. */
ssize_t bgproc_notify_receive(
	const struct bgproc_notify_socket *notify, void *bytes, size_t size, struct bgproc_notify_sender *sender);

/* Never waits. False when the sender cannot be reached. */
bool bgproc_notify_answer(const struct bgproc_notify_socket *notify, const struct bgproc_notify_sender *sender,
	const void *bytes, size_t length);

/* Removes the name, if it is still of this socket, and closes it: what was sent and not received is gone. */
void bgproc_notify_close(struct bgproc_notify_socket *notify, int dir_fd, const char *name);

#endif
