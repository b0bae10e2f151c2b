/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/process/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__linux__)
/* asm-generic numbers, for C libraries that are older than the kernel. */
# ifndef SYS_close_range
#  define SYS_close_range 436
# endif
# ifndef CLOSE_RANGE_CLOEXEC
#  define CLOSE_RANGE_CLOEXEC (1U << 2)
# endif
# ifndef AT_EMPTY_PATH
#  define AT_EMPTY_PATH 0x1000
# endif
#endif

#if defined(__linux__)
/* The layout of an entry that the kernel writes, see getdents64(2). */
struct entry {
	uint64_t inode;
	int64_t offset;
	unsigned short length;
	unsigned char type;
	char name[];
};

/* For Linux before 5.11, or a seccomp filter that does not know close_range(): uses the list in /proc. */
static void mark_listed(int from)
{
	_Alignas(8) char buffer[2048];
	int directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	long length;

	if (directory < 0) {
		return;
	}
	while ((length = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0) {
		for (long at = 0; at < length; at += ((struct entry *) (buffer + at))->length) {
			const char *name = ((struct entry *) (buffer + at))->name;
			int fd = 0;

			for (; *name >= '0' && *name <= '9'; name++) {
				fd = fd * 10 + (*name - '0');
			}
			if (fd >= from) {
				fcntl(fd, F_SETFD, FD_CLOEXEC);
			}
		}
	}
	bgproc_fd_close(&directory);
}

void bgproc_fds_close_on_exec(int from)
{
	if (syscall(SYS_close_range, (unsigned) from, ~0U, CLOSE_RANGE_CLOEXEC) < 0) {
		mark_listed(from);
	}
}
#else
void bgproc_fds_close_on_exec(int from)
{
	/* The list cannot be read without allocating. All open descriptors are below the soft limit. */
	long limit = sysconf(_SC_OPEN_MAX);

	for (int fd = from; fd < (limit > 0 && limit < 65536 ? limit : 65536); fd++) {
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
}
#endif

void bgproc_exec_image(int fd, const char *path, char *const *argv, char *const *envp)
{
#if defined(__linux__) && defined(SYS_execveat)
	if (fd >= 0) {
		syscall(SYS_execveat, fd, "", argv, envp, AT_EMPTY_PATH);
		if (errno != ENOSYS || !path) {
			return;
		}
	}
#else
	(void) fd;
#endif
	if (path) {
		execve(path, argv, envp);
	} else {
		errno = ENOEXEC;
	}
}
