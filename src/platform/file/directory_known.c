/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/file/directory_known.h"

#include "src/platform/file/descriptor.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
# include <sys/syscall.h>
#endif

#if defined(__linux__)
/* From linux/openat2.h of 5.6; the number is that of every architecture. */
# ifndef SYS_openat2
#  define SYS_openat2 437
# endif
# define NO_SYMLINKS 0x04

struct how {
	uint64_t flags;
	uint64_t mode;
	uint64_t resolve;
};

/* Longer paths are walked each time. */
# define PATH_SIZE 512

static _Thread_local struct {
	char path[PATH_SIZE]; /* empty: none */
	bool shared;
	uid_t user; /* the user that was accepted */
	struct stat st;
} known;

/*
 * The same inode with the same owner and mode is the same directory: a user who replaced our directory by one with the same
 * inode number could not give it our owner. So a directory above that has become writable for others since the walk does no
 * harm as long as the path still leads here.
 */
static bool is_known(const struct stat *st)
{
	return st->st_ino == known.st.st_ino && st->st_dev == known.st.st_dev && st->st_mode == known.st.st_mode &&
		st->st_uid == known.st.st_uid;
}

int bgproc_directory_known_open(const char *path, bool shared)
{
	const struct how how = {.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC, .resolve = NO_SYMLINKS};
	struct stat st;
	int fd;

	if (known.path[0] == '\0' || known.shared != shared || strcmp(known.path, path) != 0 || known.user != geteuid()) {
		return -1;
	}
	fd = bgproc_fd_above_stdio((int) syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how));
	if (fd >= 0 && (fstat(fd, &st) < 0 || !is_known(&st))) {
		bgproc_fd_close(&fd);
	}
	return fd;
}

void bgproc_directory_known_set(const char *path, bool shared, int fd)
{
	size_t length = strlen(path);

	known.path[0] = '\0';
	/* A relative path has another meaning in another working directory. */
	if (path[0] == '/' && length < sizeof known.path && fstat(fd, &known.st) == 0) {
		memcpy(known.path, path, length + 1);
		known.shared = shared;
		known.user = geteuid();
	}
}
#else
int bgproc_directory_known_open(const char *path, bool shared)
{
	(void) path;
	(void) shared;
	return -1;
}

void bgproc_directory_known_set(const char *path, bool shared, int fd)
{
	(void) path;
	(void) shared;
	(void) fd;
}
#endif
