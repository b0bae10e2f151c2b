/* SPDX-License-Identifier: Apache-2.0 */

/* The floor of a list: readdir, and open, read and close of every .json file in DIRECTORY. Nothing is checked or kept. */

#include "floor.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static uint64_t read_once(char **argv)
{
	static char bytes[65536];
	uint64_t begin = floor_now_ns();
	DIR *directory = opendir(argv[0]);
	const struct dirent *entry;

	if (!directory) {
		floor_die(argv[0]);
	}
	while ((entry = readdir(directory))) {
		size_t length = strlen(entry->d_name);
		int fd;

		if (length < 5 || strcmp(entry->d_name + length - 5, ".json") != 0) {
			continue;
		}
		fd = openat(dirfd(directory), entry->d_name, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || read(fd, bytes, sizeof bytes) <= 0) {
			floor_die(entry->d_name);
		}
		close(fd);
	}
	closedir(directory);
	return floor_now_ns() - begin;
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: read_floor DIRECTORY\n");
		return 2;
	}
	floor_serve(read_once, argv + 1);
	return 0;
}
