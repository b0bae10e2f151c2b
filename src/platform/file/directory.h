/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_DIRECTORY_H
#define BGPROC_PLATFORM_FILE_DIRECTORY_H

/* The state directory: opened only when nobody else could have put it there, and walked through. */

#include "src/core/error.h"

#include <stdbool.h>

/*
 * Opens the state directory, making it (and its parents) when it is missing.
 *
 * A directory that we make is 0700, or 1777 when shared is set (the default directory, used by every user of the
 * machine). A directory that exists is refused unless it is a real directory (its last component no symlink) that
 * belongs to us or to root and is not writable by others, or has the sticky bit. The same holds for each parent that is
 * writable by others: without the sticky bit others could swap the directory. Symlinks on the way (not the last
 * component) are followed when they are root's or our own. With shared set a directory of another user is accepted too
 * when it is 1777: one user had to make the default directory first. Errors are BGPROC_ERR_STORE.
 *
 * create false: nothing is made; a missing directory gives -1 and status BGPROC_OK.
 * Returns a descriptor the caller owns, -1 on failure.
 */
int bgproc_directory_open(const char *path, bool shared, bool create, struct bgproc_error *err);

/* Whether a process of ours could have this directory as its own: 0, or the errno that chdir() would give. */
int bgproc_directory_usable(const char *path);

/*
 * Calls visit with the name of each entry that may be a plain file or a socket, until it returns false. 0, or -1 with
 * errno. An entry that is replaced by a rename during the walk may be missed or come twice, as POSIX allows.
 */
int bgproc_directory_each(int dir_fd, bool (*visit)(const char *name, void *context), void *context);

#endif
