/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_CONNECT_H
#define BGPROC_PLATFORM_SOCKET_CONNECT_H

/*
 * Sockets of other processes: connecting to them, and sending without a signal when the other side is gone. Descriptors are
 * close-on-exec, non-blocking, numbered 3 or higher, and the caller's. Not for sockets that we listen on.
 */

#include "src/platform/clock.h"

#include <stddef.h>
#include <sys/types.h>

/*
 * A stream to a unix socket. -1 with errno at once: EAGAIN when as many as the listener takes already wait there,
 * ECONNREFUSED when no process listens, ENOENT, EACCES, ENAMETOOLONG.
 */
int bgproc_connect_unix(const char *path);

/*
 * A stream to the first of the host's addresses that takes it before the deadline, with keep-alive and without delay for
 * small pieces. host: a name, IPv4, or IPv6 without brackets; port: decimal. -1 with errno, ETIMEDOUT when it took too
 * long; *problem is then a static text where errno does not say it (an unknown name), else NULL. Asking for a name is
 * not bounded by the deadline: names belong into /etc/hosts here.
 */
int bgproc_connect_tcp(const char *host, const char *port, struct bgproc_deadline deadline, const char **problem);

/* A datagram socket that is connected to a unix one. Sending gives EAGAIN while the receiver has no room; poll() tells when. */
int bgproc_connect_datagram(const char *path);

/*
 * Gives a unix datagram socket an address of its own choice, without a file, so that it can be answered. -1 with errno ENOTSUP
 * where the system has no such addresses.
 */
int bgproc_socket_name(int fd);

/*
 * Which socket this is among all there are under such a name: "inode:time of the last change", in seconds. 0, or -1 with errno
 * when there is no socket of that name; a symlink is none.
 */
int bgproc_socket_place(const char *path, char *text, size_t size);

/* As write(), but EPIPE comes as an error only. */
ssize_t bgproc_socket_send(int fd, const void *bytes, size_t length);

#endif
