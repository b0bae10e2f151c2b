/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/socket/repeat.h"

#include <errno.h>
#include <poll.h>

bool bgproc_socket_repeat(int fd, short events, bool wait)
{
	struct pollfd slot = {.fd = fd, .events = events};

	if (errno == EINTR) {
		return !wait;
	}
	if (!wait || (errno != EAGAIN && errno != EWOULDBLOCK)) {
		return false;
	}
	/*
	 * Wait until it is ready, in poll() rather than in the call itself: after a signal whose handler has SA_RESTART, or when a
	 * stream has taken a part, that would wait on. POSIX lets poll() fail for a passing shortage of memory.
	 */
	return poll(&slot, 1, -1) >= 0 || errno == EAGAIN;
}
