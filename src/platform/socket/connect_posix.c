/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/socket/connect.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#ifndef MSG_NOSIGNAL
# define MSG_NOSIGNAL 0
#endif

/* A peer that disappears without closing the connection (a machine that was switched off) is noticed after two minutes. */
#define KEEP_ALIVE_IDLE_S 60
#define KEEP_ALIVE_PROBE_S 15
#define KEEP_ALIVE_PROBES 4

static int make_socket(int family, int type)
{
#if defined(SOCK_CLOEXEC) && defined(SOCK_NONBLOCK)
	return bgproc_fd_above_stdio(socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
#else
	int fd = bgproc_fd_above_stdio(socket(family, type, 0));

	if (fd >= 0) {
		int on = 1;

		fcntl(fd, F_SETFD, FD_CLOEXEC);
		fcntl(fd, F_SETFL, O_NONBLOCK);
# ifdef SO_NOSIGPIPE
		setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
# endif
		(void) on;
	}
	return fd;
#endif
}

static int connect_path(const char *path, int type)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length = strlen(path);
	int fd;

	if (length == 0 || length >= sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path, length + 1);
	fd = make_socket(AF_UNIX, type);
	if (fd >= 0 && connect(fd, (struct sockaddr *) &address, sizeof address) < 0) {
		bgproc_fd_close(&fd);
	}
	return fd;
}

int bgproc_connect_unix(const char *path)
{
	return connect_path(path, SOCK_STREAM);
}

int bgproc_connect_datagram(const char *path)
{
	return connect_path(path, SOCK_DGRAM);
}

/* Small records must not be delayed until earlier ones are acknowledged. Best effort. */
static void tune(int fd)
{
	int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
#if defined(TCP_KEEPIDLE) && defined(TCP_KEEPINTVL) && defined(TCP_KEEPCNT)
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &(int) {KEEP_ALIVE_IDLE_S}, sizeof(int));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &(int) {KEEP_ALIVE_PROBE_S}, sizeof(int));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &(int) {KEEP_ALIVE_PROBES}, sizeof(int));
#endif
}

/* Waits for the end of a connect(); 0, or -1 with errno. */
static int await_connection(int fd, struct bgproc_deadline deadline)
{
	struct pollfd slot = {.fd = fd, .events = POLLOUT};
	socklen_t length = sizeof(int);
	int count, problem = 0;

	while ((count = poll(&slot, 1, bgproc_deadline_poll(deadline))) < 0 && errno == EINTR) {
	}
	if (count < 0) {
		return -1;
	}
	if (count == 0) {
		problem = ETIMEDOUT;
	} else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &length) < 0) {
		return -1;
	}
	errno = problem;
	return problem ? -1 : 0;
}

static int connect_address(const struct addrinfo *address, struct bgproc_deadline deadline)
{
	int fd = make_socket(address->ai_family, SOCK_STREAM);

	if (fd < 0) {
		return -1;
	}
	tune(fd);
	if (connect(fd, address->ai_addr, address->ai_addrlen) < 0 &&
		((errno != EINPROGRESS && errno != EINTR) || await_connection(fd, deadline) < 0)) {
		bgproc_fd_close(&fd);
	}
	return fd;
}

int bgproc_connect_tcp(const char *host, const char *port, struct bgproc_deadline deadline, const char **problem)
{
	struct addrinfo wanted = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV}, *list = NULL;
	int fd = -1, failed = getaddrinfo(host, port, &wanted, &list), saved_errno;

	*problem = NULL;
	if (failed) {
		if (failed != EAI_SYSTEM) {
			*problem = gai_strerror(failed);
			errno = EINVAL;
		}
		return -1;
	}
	for (const struct addrinfo *address = list; address && fd < 0; address = address->ai_next) {
		fd = connect_address(address, deadline);
	}
	saved_errno = errno;
	freeaddrinfo(list);
	errno = saved_errno;
	return fd;
}

int bgproc_socket_name(int fd)
{
#if defined(__linux__)
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	/* Only the family is given: the kernel chooses the address. */
	return bind(fd, (struct sockaddr *) &address, sizeof address.sun_family);
#else
	(void) fd;
	errno = ENOTSUP;
	return -1;
#endif
}

int bgproc_socket_place(const char *path, char *text, size_t size)
{
	struct stat st;

	if (lstat(path, &st) < 0) {
		return -1;
	}
	if (!S_ISSOCK(st.st_mode)) {
		errno = ENOTSOCK;
		return -1;
	}
	snprintf(text, size, "%llu:%lld", (unsigned long long) st.st_ino, (long long) st.st_ctime);
	return 0;
}

ssize_t bgproc_socket_send(int fd, const void *bytes, size_t length)
{
	ssize_t count;

	do {
		count = send(fd, bytes, length, MSG_NOSIGNAL);
	} while (count < 0 && errno == EINTR);
	return count;
}
