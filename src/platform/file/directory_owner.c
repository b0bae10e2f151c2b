/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/file/directory_owner.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* More than any entry of a sane system needs; a longer one has its number only. */
#define ENTRY_SIZE 4096

void bgproc_owner_text(char *text, size_t size, uid_t uid)
{
	int saved_errno = errno;
	char room[ENTRY_SIZE];
	struct passwd entry, *found = NULL;

	if (getpwuid_r(uid, &entry, room, sizeof room, &found) == 0 && found) {
		snprintf(text, size, "%.32s (uid %lu)", entry.pw_name, (unsigned long) uid);
	} else {
		snprintf(text, size, "uid %lu", (unsigned long) uid);
	}
	errno = saved_errno;
}

void bgproc_owner_denied(char *text, size_t size, int dir_fd, const char *name)
{
	int saved_errno = errno;
	char owner[64], caller[64];
	struct stat st;

	text[0] = '\0';
	if ((fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 || fstat(dir_fd, &st) == 0) && st.st_uid != geteuid()) {
		bgproc_owner_text(owner, sizeof owner, st.st_uid);
		bgproc_owner_text(caller, sizeof caller, geteuid());
		snprintf(text, size, " by %s, since %s belongs to %s: use a directory of your own", caller,
			S_ISDIR(st.st_mode) ? "the directory" : "it", owner);
	}
	errno = saved_errno;
}
