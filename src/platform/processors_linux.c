/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/processors.h"

#include <sched.h>
#include <unistd.h>

unsigned bgproc_processors(void)
{
	cpu_set_t set;
	long count;

	/* It fails on a machine with more processors than the set has room for, 1024. */
	if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) {
		return (unsigned) CPU_COUNT(&set);
	}
	count = sysconf(_SC_NPROCESSORS_ONLN);
	return count > 0 ? (unsigned) count : 1;
}
