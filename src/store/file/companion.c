/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/file/companion.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"
#include "src/store/file/names.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* How often a record may be replaced between opening and locking it. */
#define HOLD_TRIES 8

static int directory_of(const struct bgproc_store *store)
{
	return ((const struct bgproc_file_store *) store)->dir_fd;
}

/*
 * Opens the record and locks it while it still has its name. So the supervisor, which removes or replaces the record first,
 * sees that a process waits. True: it must be tried again, because the name now belongs to another file. The supervisor
 * itself holds a lock for a moment on a file that it has just replaced, and permanently on its last record.
 */
static bool hold_again(int *fd, int dir_fd, const char *name)
{
	struct stat st;

	bgproc_fd_close(fd);
	*fd = bgproc_file_open_own(dir_fd, name, O_RDONLY, &st);
	if (*fd < 0) {
		return false;
	}
	if (flock(*fd, LOCK_SH | LOCK_NB) < 0) {
		return errno == EWOULDBLOCK || errno == EINTR;
	}
	return fstat(*fd, &st) == 0 && st.st_nlink == 0;
}

int bgproc_store_file_hold(struct bgproc_store *store, const char *key)
{
	char name[BGPROC_STORE_NAME_SIZE];
	int fd = -1;

	bgproc_store_file_name(name, key, ".json");
	for (int i = 0; i < HOLD_TRIES && hold_again(&fd, directory_of(store), name); i++) {
	}
	return fd;
}

int bgproc_store_file_open_companion(struct bgproc_store *store, const char *key, const char *suffix, struct stat *st)
{
	char name[BGPROC_STORE_NAME_SIZE];

	bgproc_store_file_name(name, key, suffix);
	return bgproc_file_open_own(directory_of(store), name, O_RDONLY, st);
}

int bgproc_store_file_stat_companion(struct bgproc_store *store, const char *key, const char *suffix, struct stat *st)
{
	char name[BGPROC_STORE_NAME_SIZE];

	bgproc_store_file_name(name, key, suffix);
	return fstatat(directory_of(store), name, st, AT_SYMLINK_NOFOLLOW);
}

int bgproc_store_file_create_companion(
	struct bgproc_store *store, const char *key, const char *suffix, const void *bytes, size_t length)
{
	char name[BGPROC_STORE_NAME_SIZE];
	int fd, problem = 0;

	bgproc_store_file_name(name, key, suffix);
	fd = bgproc_file_create(directory_of(store), name);
	if (fd < 0 || bgproc_write_new(fd, bytes, length) < 0) {
		problem = errno;
		if (fd >= 0) {
			unlinkat(directory_of(store), name, 0);
		}
	}
	bgproc_fd_close(&fd);
	errno = problem;
	return problem ? -1 : 0;
}
