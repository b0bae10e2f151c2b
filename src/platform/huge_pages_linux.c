/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/huge_pages.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

void bgproc_huge_pages_advise(void *memory, size_t length)
{
	uintptr_t start = (uintptr_t) memory;
	int saved_errno = errno;

	if (memory && length >= BGPROC_HUGE_PAGES_MIN) {
		start &= ~((uintptr_t) sysconf(_SC_PAGESIZE) - 1);
		madvise((void *) start, (uintptr_t) memory + length - start, MADV_HUGEPAGE);
		errno = saved_errno;
	}
}
