/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_DIRECTORY_OWNER_H
#define BGPROC_PLATFORM_FILE_DIRECTORY_OWNER_H

/*
 * Owners of directories: which owners are trusted, and the text about an owner for messages. The texts look names up, so
 * they are used for failures only.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* "www-data (uid 33)", or "uid 33" if the number has no name. Keeps errno. */
void bgproc_owner_text(char *text, size_t size, uid_t uid);

/*
 * The text for a directory that could not be opened or created: its owner and the caller. name is below dir_fd; without a
 * name dir_fd itself. Empty when it belongs to the caller, or cannot be read. Keeps errno.
 */
void bgproc_owner_denied(char *text, size_t size, int dir_fd, const char *name);

/* Whether uid is the present user or root. */
bool bgproc_owner_trusted(uid_t uid);

/*
 * Whether uid, as stat() shows it, is that of users which this user namespace does not map, the owner of "/" among them.
 * False outside of a user namespace, in one that maps a user of that number, and if it cannot be found out. Keeps errno.
 */
bool bgproc_owner_unmapped(uid_t uid);

#endif
