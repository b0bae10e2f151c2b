/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_DIRECTORY_OWNER_H
#define BGPROC_PLATFORM_FILE_DIRECTORY_OWNER_H

/* Words about the owner of a directory that cannot be used, for messages. Looks names up, so only failures may call it. */

#include <stddef.h>
#include <sys/types.h>

/* "www-data (uid 33)", or "uid 33" where the number has no name. Keeps errno. */
void bgproc_owner_text(char *text, size_t size, uid_t uid);

/*
 * Whose directory it was that could not be opened or made, and by whom: name below dir_fd, or dir_fd itself when there is no
 * name. An empty text when it belongs to the caller, or cannot be looked at. Keeps errno.
 */
void bgproc_owner_denied(char *text, size_t size, int dir_fd, const char *name);

#endif
