/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_DIRECTORY_OWNER_H
#define BGPROC_PLATFORM_FILE_DIRECTORY_OWNER_H

/* Owners of directories: who is trusted, and words about an owner for messages. The words look names up: for failures only. */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* "www-data (uid 33)", or "uid 33" where the number has no name. Keeps errno. */
void bgproc_owner_text(char *text, size_t size, uid_t uid);

/*
 * Whose directory it was that could not be opened or made, and by whom: name below dir_fd, or dir_fd itself when there is no
 * name. An empty text when it belongs to the caller, or cannot be looked at. Keeps errno.
 */
void bgproc_owner_denied(char *text, size_t size, int dir_fd, const char *name);

/* We ourselves, and root. */
bool bgproc_owner_trusted(uid_t uid);

/*
 * Whether uid, as stat() shows it, stands for users that this user namespace does not map, the owner of "/" among them. False
 * outside of a user namespace, in one that maps a user of that number, and where that cannot be found out. Keeps errno.
 */
bool bgproc_owner_unmapped(uid_t uid);

#endif
