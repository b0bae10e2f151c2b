/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/wall_timer.h"

#include <errno.h>

int bgproc_wall_timer_open(uint64_t at_us)
{
	(void) at_us;
	errno = ENOSYS;
	return -1;
}

int bgproc_wall_timer_set(int fd, uint64_t at_us)
{
	(void) fd;
	(void) at_us;
	errno = ENOSYS;
	return -1;
}
