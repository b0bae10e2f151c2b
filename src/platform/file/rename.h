/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_RENAME_H
#define BGPROC_PLATFORM_FILE_RENAME_H

/* The two ways in which a finished file gets its name: beside the others, or in the place of another one. */

/*
 * Renames temp to name unless name exists (errno EEXIST): of two callers one wins. Uses renameat2(RENAME_NOREPLACE), and
 * link + unlink where the file system does not know it. Async-signal-safe.
 */
int bgproc_rename_new(int dir_fd, const char *temp, const char *name);

/*
 * Puts temp in the place of name. At every moment name is the old file or the new one; when the caller dies in between, the old
 * file may be left under the name temp. The two names are exchanged and temp, which is the old file then, is removed: ext4
 * writes a file to disk at once when it is renamed over another one (mount option auto_da_alloc), at four times the cost. Where
 * the file system cannot exchange names, temp is renamed. -1 with errno: nothing has changed; ENOENT when there is no name
 * (a mere rename would not tell).
 */
int bgproc_rename_over(int dir_fd, const char *temp, const char *name);

#endif
