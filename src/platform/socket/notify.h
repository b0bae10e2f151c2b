/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_NOTIFY_H
#define BGPROC_PLATFORM_SOCKET_NOTIFY_H

/*
 * A datagram socket with a name in a directory. Processes that may write to it send messages, and the system attaches the
 * sender. Linux: credentials with each message (notify_linux.c). Elsewhere (notify_posix.c) the sender is unknown, and only
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
	/* Identifies our file: another file with the same name is not removed. */
	dev_t device;
	ino_t inode;
};

#define BGPROC_NOTIFY_SOCKET_INIT {-1, 0, 0}

struct bgproc_notify_sender {
	bool known; /* uid was attached by the system; always true on Linux for an accepted message */
	uid_t uid;
	bool truncated; /* the message was longer than the buffer */
	struct sockaddr_un address;
	socklen_t address_length; /* 0: no answer can be sent to the sender */
};

/* Whether the system attaches the sender to a message. If not, the socket must not be open to other users. */
bool bgproc_notify_knows_senders(void);

/*
 * Creates the socket, non-blocking and close-on-exec, with name in dir_fd. path is the same as an absolute path, used if the
 * system cannot use the descriptor. for_all: mode 0666 instead of 0600. A left-over socket of ours is replaced (no other
 * process binds that name); any other file is not. 0, or -1 with errno.
 */
int bgproc_notify_open(
	struct bgproc_notify_socket *notify, int dir_fd, const char *name, const char *path, bool for_all);

/*
 * Receives one pending message. Returns its length, at most size; -1 with EAGAIN when none is pending. Descriptors in it are
 * closed.
 */
ssize_t bgproc_notify_receive(
	const struct bgproc_notify_socket *notify, void *bytes, size_t size, struct bgproc_notify_sender *sender);

/* Never waits. False when the answer cannot be sent. */
bool bgproc_notify_answer(const struct bgproc_notify_socket *notify, const struct bgproc_notify_sender *sender,
	const void *bytes, size_t length);

/* Removes the name, if it still belongs to this socket, and closes the socket: messages that were not received are lost. */
void bgproc_notify_close(struct bgproc_notify_socket *notify, int dir_fd, const char *name);

#endif
