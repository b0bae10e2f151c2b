/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/memory.h"

#include "src/platform/process/usage.h"

uint64_t bgproc_private_memory(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_SELF, &usage) != 0) {
		return 0;
	}
	return bgproc_usage_of(&usage).max_rss_kib * 1024;
}
