/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/file/directory_owner.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Larger than any usual entry; for a longer one only the number is shown. */
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

bool bgproc_owner_trusted(uid_t uid)
{
	return uid == 0 || uid == geteuid();
}

#if defined(__linux__)
/* Reads a small file; false when it is empty, too long or cannot be read. */
static bool read_text(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : bgproc_read_full(fd, text, size);
	bool whole = length > 0 && (size_t) length < size;

	bgproc_fd_close(&fd);
	text[whole ? length : 0] = '\0';
	return whole;
}

/* Whether a line of the map, "first-inside first-outside count", contains that user of this namespace. */
static bool is_mapped(const char *map, uid_t uid)
{
	unsigned long inside, outside, count;
	int length;

	for (; sscanf(map, "%lu %lu %lu%n", &inside, &outside, &count, &length) == 3; map += length) {
		if (uid >= inside && uid - inside < count) {
			return true;
		}
	}
	return false;
}

bool bgproc_owner_unmapped(uid_t uid)
{
	int saved_errno = errno;
	char text[16384];
	struct stat st;
	bool unmapped;

	/* "/" belongs to root of the host or of the container. If its owner here is the overflow user, that root is not mapped. */
	unmapped = read_text("/proc/sys/kernel/overflowuid", text, sizeof text) && strtoul(text, NULL, 10) == uid &&
		stat("/", &st) == 0 && st.st_uid == uid && read_text("/proc/self/uid_map", text, sizeof text) && !is_mapped(text, uid);
	errno = saved_errno;
	return unmapped;
}
#else
bool bgproc_owner_unmapped(uid_t uid)
{
	(void) uid;
	return false;
}
#endif
