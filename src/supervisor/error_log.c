/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/error_log.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Opens the log of this user, or -1 with errno; EACCES when it belongs to another user. */
static int open_log(int dir_fd, const char *path)
{
	struct stat st;
	/* O_NONBLOCK: a FIFO without a reader must not block the supervisor. */
	int fd = openat(
		dir_fd, path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);

	if (fd < 0) {
		return -1;
	}
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_nlink != 1 || st.st_uid != geteuid()) {
		bgproc_fd_close(&fd);
		errno = EACCES;
		return -1;
	}
	/* The umask may have removed the owner's permissions, which the next writer needs. */
	if ((st.st_mode & 0600) != 0600) {
		fchmod(fd, (st.st_mode & 0777) | 0600);
	}
	return fd;
}

/* Whether a file with this name exists that is not a log of ours: in a shared directory any user can create one. */
static bool is_taken(int sys_errno)
{
	static const int taken[] = {EACCES, EPERM, EISDIR, ELOOP, EMLINK, ENXIO, ENODEV, ENOTDIR};

	for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
		if (sys_errno == taken[i]) {
			return true;
		}
	}
	return false;
}

static int open_own_log(const struct bgproc_error_log *log)
{
	char path[PATH_MAX];
	int fd = open_log(log->dir_fd, log->path), length;

	if (fd >= 0 || !is_taken(errno)) {
		return fd;
	}
	length = snprintf(path, sizeof path, "%s.%lu", log->path, (unsigned long) geteuid());
	if (length < 0 || (size_t) length >= sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return open_log(log->dir_fd, path);
}

/* Formats "Y-m-d H:i:s<TAB>KEY<TAB>"; returns the length. */
static size_t format_head(
	char *head, size_t size, const struct bgproc_error_log *log, const char *key, uint64_t wall_us)
{
	time_t local = (time_t) (wall_us / 1000000) + log->utc_offset_s;
	struct tm tm;
	int length;

	/* The offset comes from the time zone of the caller, so no time zone is needed here. */
	if (!gmtime_r(&local, &tm)) {
		memset(&tm, 0, sizeof tm);
	}
	length = snprintf(head, size, "%04d-%02d-%02d %02d:%02d:%02d\t%s\t", tm.tm_year + 1900, tm.tm_mon + 1,
		tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, key);
	return length < 0 ? 0 : (size_t) length < size ? (size_t) length
												   : size - 1;
}

int bgproc_error_log_append(const struct bgproc_error_log *log, const char *key, uint64_t wall_us,
	const struct iovec *text, int text_count)
{
	struct iovec parts[4];
	char head[256], last = '\0';
	int fd = open_own_log(log), count = 0, status;

	if (fd < 0) {
		return -1;
	}
	parts[count++] = (struct iovec) {head, format_head(head, sizeof head, log, key, wall_us)};
	for (int i = 0; i < text_count && i < 2; i++) {
		parts[count++] = text[i];
		if (text[i].iov_len > 0) {
			last = ((const char *) text[i].iov_base)[text[i].iov_len - 1];
		}
	}
	if (last != '\n') {
		parts[count++] = (struct iovec) {(char *) "\n", 1};
	}
	do {
		status = writev(fd, parts, count) < 0 ? -1 : 0;
	} while (status < 0 && errno == EINTR);
	bgproc_fd_close(&fd);
	return status;
}
