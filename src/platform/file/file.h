/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_FILE_H
#define BGPROC_PLATFORM_FILE_FILE_H

/*
 * Descriptors and files, with the habits of this project built in: everything is born close-on-exec, files are 0600
 * whatever the umask, symlinks are never followed below the state directory, short writes and EINTR are handled.
 * Functions that return int give 0 or a descriptor on success and -1 with errno set.
 */

#include "src/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

/* Writes all bytes; retries EINTR and short writes. Async-signal-safe. */
int bgproc_write_all(int fd, const void *bytes, size_t length);

/* Whether RLIMIT_FSIZE lets a file have that length: to write beyond it raises SIGXFSZ. False with EFBIG. */
bool bgproc_file_size_allowed(size_t length);

/* All bytes into a file that is still empty, in a process that is not ours alone, which no signal is to end: EFBIG instead. */
int bgproc_write_new(int fd, const void *bytes, size_t length);

/* Reads until length bytes or end of file; returns the count or -1. */
ssize_t bgproc_read_full(int fd, void *bytes, size_t length);

/* A pipe, both ends close-on-exec and numbered 3 or higher. */
int bgproc_pipe(int ends[2]);

/*
 * Moves a descriptor to 3 or higher (close-on-exec set) so that it cannot be hit when 0, 1, 2 are set up. The old number
 * is closed in any case; a negative one is passed through.
 */
int bgproc_fd_above_stdio(int fd);

/* Whether a descriptor is one of the last that this process may have: fewer than margin come after it. */
bool bgproc_fd_near_limit(int fd, unsigned margin);

void bgproc_fd_close(int *fd); /* closes unless -1, keeps errno, sets to -1 */

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

/*
 * Opens a plain file below dir_fd that must belong to us (effective uid) and have one name only: no symlink, FIFO or
 * device is ever opened for more than the check. flags: access mode and O_APPEND; never O_CREAT or O_TRUNC. st may be
 * NULL. Returns -1 with errno ENOENT, or EACCES when it is not a plain file of ours.
 */
int bgproc_file_open_own(int dir_fd, const char *name, int flags, struct stat *st);

/* The same for a caller that opens many files and has read its user id once. */
int bgproc_file_open_of(int dir_fd, const char *name, int flags, uid_t owner, struct stat *st);

/* Creates a file that must not exist, 0600 whatever the umask; open for reading and writing. */
int bgproc_file_create(int dir_fd, const char *name);

/* The same, and what the file is: its times may be older than the file is when its mode had to be changed. */
int bgproc_file_create_seen(int dir_fd, const char *name, struct stat *st);

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

/*
 * Allocates blocks for the first length bytes; the file grows to that length. 0 also where the file system cannot
 * promise it (ENOTSUP).
 */
int bgproc_file_reserve(int fd, size_t length);

/*
 * Takes a lock between processes and threads: opens name below dir_fd, made when it is missing, and waits at most wait_ms
 * for an exclusive flock(). Returns the descriptor that holds the lock until it is closed (the file stays), or -1 with
 * errno EWOULDBLOCK when another process keeps it, EACCES when it is not a plain file of ours.
 */
int bgproc_file_lock(int dir_fd, const char *name, int64_t wait_ms);

#endif
