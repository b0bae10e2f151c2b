/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_ERROR_LOG_H
#define BGPROC_SUPERVISOR_ERROR_LOG_H

/*
 * The error log: one entry for each command that failed, "Y-m-d H:i:s<TAB>KEY<TAB>what it wrote to stderr", appended
 * with one write so that entries of many supervisors never mix. Best effort: a log that cannot be written changes
 * nothing else.
 */

#include <stdint.h>
#include <sys/uio.h>

struct bgproc_error_log {
	int dir_fd; /* directory for relative paths */
	const char *path;
	int32_t utc_offset_s; /* for the printed time */
};

/*
 * text: up to two pieces. Writes only to a regular file with one name that belongs to the present user. If the file belongs
 * to another user, "PATH.UID" is used instead. 0, or -1 with errno.
 */
int bgproc_error_log_append(const struct bgproc_error_log *log, const char *key, uint64_t wall_us,
	const struct iovec *text, int text_count);

#endif
