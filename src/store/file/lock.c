/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/file/lock.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/file/lock.h"
#include "src/store/file/names.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

int bgproc_store_file_take_lock(struct bgproc_file_store *file, int64_t wait_ms)
{
	char name[32];

	if (file->section_fd >= 0) {
		/* Closing this copy does not release the lock, which belongs to both descriptors. */
		return fcntl(file->section_fd, F_DUPFD_CLOEXEC, 3);
	}
	bgproc_store_lock_name(name);
	return bgproc_file_lock(file->dir_fd, name, wait_ms);
}

enum bgproc_status bgproc_store_file_lock(struct bgproc_store *store, struct bgproc_error *err)
{
	struct bgproc_file_store *file = (struct bgproc_file_store *) store;

	file->section_fd = bgproc_store_file_take_lock(file, BGPROC_STORE_LOCK_WAIT_MS);
	if (file->section_fd < 0) {
		return bgproc_error_set(err, BGPROC_ERR_LOCK, errno, "the lock of the state directory cannot be taken");
	}
	return BGPROC_OK;
}

void bgproc_store_file_unlock(struct bgproc_store *store)
{
	struct bgproc_file_store *file = (struct bgproc_file_store *) store;

	if (file->section_fd >= 0) {
		/* A process that was forked meanwhile may have a copy of the descriptor until its exec. */
		flock(file->section_fd, LOCK_UN);
		bgproc_fd_close(&file->section_fd);
	}
}
