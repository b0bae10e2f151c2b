/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/file/procfs.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

ssize_t bgproc_procfs_read(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0) {
		return -1;
	}
	length = bgproc_read_full(fd, text, size - 1);
	bgproc_fd_close(&fd);
	text[length > 0 ? length : 0] = '\0';
	return length;
}

/* "/proc/PID/NAME" without snprintf, which may allocate. */
void bgproc_procfs_path(char path[96], pid_t pid, const char *name)
{
	char digits[16];
	size_t at = sizeof digits, length = 6;

	memcpy(path, "/proc/", 6);
	do {
		digits[--at] = (char) ('0' + pid % 10);
		pid /= 10;
	} while (pid > 0);
	memcpy(path + length, digits + at, sizeof digits - at);
	length += sizeof digits - at;
	path[length++] = '/';
	strcpy(path + length, name);
}

/* Field 2: from the first bracket to the one at end, which is the last. */
static void copy_name(char name[16], const char *text, const char *end)
{
	const char *start = strchr(text, '(');
	size_t length = start && start < end ? (size_t) (end - start) - 1 : 0;

	if (length > 0 && length < 16) {
		memcpy(name, start + 1, length);
	}
}

/*
 * Reads /proc/PID/stat. The name in field 2 may hold anything, blanks and brackets too, so the fields are counted from
 * the last closing bracket. Numbers as in proc(5).
 */
bool bgproc_procfs_stat(pid_t pid, struct bgproc_procfs_stat *fields)
{
	char path[96], text[1024], *at;
	unsigned field = 3;

	bgproc_procfs_path(path, pid, "stat");
	if (bgproc_procfs_read(path, text, sizeof text) <= 0 || !(at = strrchr(text, ')')) || at[1] != ' ') {
		return false;
	}
	memset(fields, 0, sizeof *fields);
	copy_name(fields->name, text, at);
	for (at += 2; *at && field <= 34; field++) {
		uint64_t number = 0;

		if (field == 3) {
			fields->state = *at;
		}
		for (; *at && *at != ' '; at++) {
			number = *at >= '0' && *at <= '9' ? number * 10 + (uint64_t) (*at - '0') : number;
		}
		at += *at == ' ';
		switch (field) {
			case 4:
				fields->parent = (pid_t) number;
				break;
			case 5:
				fields->group = (pid_t) number;
				break;
			case 6:
				fields->session = (pid_t) number;
				break;
			case 22:
				fields->start_ticks = number;
				break;
			case 32:
				fields->blocked = number;
				break;
			case 34:
				fields->caught = number;
				break;
		}
	}
	return field > 22;
}

bool bgproc_procfs_dead(char state)
{
	return state == 'Z' || state == 'X' || state == 'x';
}
