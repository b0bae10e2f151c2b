/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/memory.h"
#include "src/platform/file/descriptor.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

uint64_t bgproc_private_memory(void)
{
	unsigned long long size, resident, shared;
	char text[256];
	ssize_t length;
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		return 0;
	}
	length = bgproc_read_full(fd, text, sizeof text - 1);
	bgproc_fd_close(&fd);
	if (length <= 0) {
		return 0;
	}
	text[length] = '\0';
	if (sscanf(text, "%llu %llu %llu", &size, &resident, &shared) != 3 || shared > resident) {
		return 0;
	}
	return (resident - shared) * (uint64_t) sysconf(_SC_PAGESIZE);
}
