/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/file/random.h"

#include <errno.h>
#include <fcntl.h>

#if defined(__linux__)
# include <sys/random.h>
#endif

/* Linux before 3.17, a filter that does not know the call, and systems without it. */
static int from_device(void *bytes, size_t length)
{
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t count;

	if (fd < 0) {
		return -1;
	}
	count = bgproc_read_full(fd, bytes, length);
	bgproc_fd_close(&fd);
	if (count >= 0 && (size_t) count < length) {
		errno = EIO;
		return -1;
	}
	return count < 0 ? -1 : 0;
}

int bgproc_random_bytes(void *bytes, size_t length)
{
#if defined(__linux__)
	size_t done = 0;

	while (done < length) {
		ssize_t count = getrandom((char *) bytes + done, length - done, 0);

		if (count < 0 && errno != EINTR) {
			return from_device(bytes, length);
		}
		done += count > 0 ? (size_t) count : 0;
	}
	return 0;
#else
	return from_device(bytes, length);
#endif
}
