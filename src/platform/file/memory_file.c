/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/file/memory_file.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* From linux/memfd.h of Linux 6.3: marks the file as not executable. */
#ifndef MFD_NOEXEC_SEAL
# define MFD_NOEXEC_SEAL 0x0008U
#endif

static int open_in_memory(const char *name)
{
#ifdef MFD_CLOEXEC
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);

	if (fd < 0 && errno == EINVAL) {
		fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	}
	return bgproc_fd_above_stdio(fd);
#else
	(void) name;
	errno = ENOSYS;
	return -1;
#endif
}

/* The file is unlinked before anything is written to it. */
static int open_unlinked(void)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof path, "%s/bgproc.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0) {
		unlink(path);
	}
	return bgproc_fd_above_stdio(fd);
}

/* A file on the disk cannot be sealed; that is not a failure. */
static void seal(int fd)
{
#ifdef F_ADD_SEALS
	(void) fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
#else
	(void) fd;
#endif
}

int bgproc_memory_file(const char *name, const void *bytes, size_t length)
{
	int fd = open_in_memory(name);

	if (fd < 0) {
		fd = open_unlinked();
	}
	if (fd >= 0 && (bgproc_write_new(fd, bytes, length) < 0 || lseek(fd, 0, SEEK_SET) != 0)) {
		bgproc_fd_close(&fd);
	}
	if (fd >= 0) {
		seal(fd);
	}
	return fd;
}
