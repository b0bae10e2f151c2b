/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/memory.h"

#include <sys/resource.h>

uint64_t bgproc_private_memory(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_SELF, &usage) != 0) {
		return 0;
	}
#ifdef __APPLE__
	return (uint64_t) usage.ru_maxrss;
#else
	return (uint64_t) usage.ru_maxrss * 1024;
#endif
}
