/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_RENAME_H
#define BGPROC_PLATFORM_FILE_RENAME_H

/* Two ways to give a finished file its name: as a new file, or replacing another one. */

/*
 * Renames temp to name unless name exists (errno EEXIST): of two callers only one succeeds. Uses
 * renameat2(RENAME_NOREPLACE), or link + unlink if the file system does not support it. Async-signal-safe.
 */
int bgproc_rename_new(int dir_fd, const char *temp, const char *name);

/*
 * Replaces name by temp. At every moment name is the old file or the new one; if the caller dies in between, the old file
 * may be left with the name temp. The two names are exchanged and temp, now the old file, is removed: a rename over an
 * existing file would make ext4 write the file to disk at once (mount option auto_da_alloc), at four times the cost. If the
 * file system cannot exchange names, temp is renamed. -1 with errno: nothing has changed; ENOENT when name does not exist
 * (rename() alone would not report that).
 */
int bgproc_rename_over(int dir_fd, const char *temp, const char *name);

#endif
