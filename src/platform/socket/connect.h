/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_CONNECT_H
#define BGPROC_PLATFORM_SOCKET_CONNECT_H

/*
 * Sockets of other processes: connecting to them, and sending without SIGPIPE when the other side is closed. Descriptors are
 * close-on-exec, non-blocking, numbered 3 or higher, and owned by the caller. Not for listening sockets.
 */

#include "src/platform/clock.h"

#include <stddef.h>
#include <sys/types.h>

/*
 * A stream to a unix socket. Fails at once with -1 and errno: EAGAIN when the queue of the listener is full, ECONNREFUSED
 * when no process listens, ENOENT, EACCES, ENAMETOOLONG.
 */
int bgproc_connect_unix(const char *path);

/*
 * A stream to the first address of the host that accepts it before the deadline, with keep-alive and without delay for small
 * pieces. host: a name, IPv4, or IPv6 without brackets; port: decimal. -1 with errno, ETIMEDOUT after the deadline; *problem
 * is then a static text if errno does not describe the failure (an unknown name), else NULL. The look-up of a name is not
 * limited by the deadline: such names should be in /etc/hosts.
 */
int bgproc_connect_tcp(const char *host, const char *port, struct bgproc_deadline deadline, const char **problem);

/*
 * A datagram socket that is connected to a unix one. Sending fails with EAGAIN while the receiver's queue is full; poll()
 * shows when there is space.
 */
int bgproc_connect_datagram(const char *path);

/*
 * Gives a unix datagram socket an automatic address without a file, so that answers can be sent to it. -1 with errno ENOTSUP
 * if the system has no such addresses.
 */
int bgproc_socket_name(int fd);

/*
 * Identifies the socket among all that had this path: "inode:time of the last change", in seconds. 0, or -1 with errno when
 * there is no socket with that path; symlinks are not followed.
 */
int bgproc_socket_place(const char *path, char *text, size_t size);

/* As write(), but without SIGPIPE: EPIPE is only returned as an error. */
ssize_t bgproc_socket_send(int fd, const void *bytes, size_t length);

#endif
