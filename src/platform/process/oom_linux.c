/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/procfs.h"
#include "src/platform/process/oom.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* More than /proc/self/cgroup and /proc/vmstat have. What is cut off is not found. */
#define TEXT_SIZE 16384

/* The file that was found, or empty. */
static char found[PATH_MAX];

/* Reads the number after the label at the start of a line. */
static bool find_number(const char *text, const char *label, uint64_t *number)
{
	size_t length = strlen(label);

	while (text) {
		if (strncmp(text, label, length) == 0 && text[length] == ' ') {
			*number = 0;
			for (text += length + 1; *text >= '0' && *text <= '9'; text++) {
				*number = *number * 10 + (uint64_t) (*text - '0');
			}
			return true;
		}
		text = strchr(text, '\n');
		text += text != NULL;
	}
	return false;
}

static bool read_number(const char *path, uint64_t *number)
{
	char text[TEXT_SIZE];

	return bgproc_procfs_read(path, text, sizeof text) > 0 && find_number(text, "oom_kill", number);
}

/* Whether a list of controllers such as "cpu,memory:", which ends at the colon, has that of the memory. */
static bool lists_memory(const char *list)
{
	for (;;) {
		size_t length = strcspn(list, ",:");

		if (length == 6 && memcmp(list, "memory", 6) == 0) {
			return true;
		}
		if (list[length] != ',') {
			return false;
		}
		list += length + 1;
	}
}

/*
 * The path of the group that limits our memory, from lines such as "4:memory:/a/b" (version 1) or "0::/a/b" (version 2). Cuts the
 * text. NULL if there is none.
 */
static char *find_group(char *text, bool *version_1)
{
	char *unified = NULL, *next;

	*version_1 = false;
	for (char *line = text; line; line = next) {
		char *controllers, *path;

		next = strchr(line, '\n');
		if (next) {
			*next++ = '\0';
		}
		controllers = strchr(line, ':');
		path = controllers ? strchr(controllers + 1, ':') : NULL;
		if (!path) {
			continue;
		}
		if (lists_memory(controllers + 1)) {
			*version_1 = true;
			return path + 1;
		}
		if (strncmp(line, "0::", 3) == 0) {
			unified = path + 1;
		}
	}
	return unified;
}

/*
 * Tries the group and those above it: in a container the path may be that of the host, of which only the end of the tree is
 * mounted, and a group may have no memory controller of its own. Cuts the path.
 */
static bool read_group(const char *mount, char *path, const char *file, uint64_t *number)
{
	for (;;) {
		int length = snprintf(found, sizeof found, "%s%s/%s", mount, path, file);
		char *last = strrchr(path, '/');

		if (length > 0 && (size_t) length < sizeof found && read_number(found, number)) {
			return true;
		}
		if (!last) {
			return false;
		}
		*last = '\0';
	}
}

static bool find_file(uint64_t *number)
{
	char text[TEXT_SIZE], *path;
	bool version_1;

	if (bgproc_procfs_read("/proc/self/cgroup", text, sizeof text) > 0 && (path = find_group(text, &version_1))) {
		if (version_1 ? read_group("/sys/fs/cgroup/memory", path, "memory.oom_control", number)
					  : read_group("/sys/fs/cgroup", path, "memory.events", number)) {
			return true;
		}
	}
	snprintf(found, sizeof found, "/proc/vmstat");
	return read_number(found, number);
}

uint64_t bgproc_oom_kills(void)
{
	uint64_t number;

	/* Another file may be found when the process was moved to another group and the old one was removed. */
	if ((found[0] && read_number(found, &number)) || find_file(&number)) {
		return number;
	}
	found[0] = '\0';
	return 0;
}
