/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_HUGE_PAGES_H
#define BGPROC_PLATFORM_HUGE_PAGES_H

#include <stddef.h>

/* Shorter memory may have no whole huge page (2 MiB on most machines) within it. */
#define BGPROC_HUGE_PAGES_MIN ((size_t) 4 * 1024 * 1024)

/*
 * Asks the system for huge pages within this memory, before it is filled: new memory costs one page fault for each page. It is an
 * advice, and may be without effect; memory shorter than BGPROC_HUGE_PAGES_MIN is left as it is. The content does not change, nor
 * does errno. The pages at both ends are included, which others may share.
 */
void bgproc_huge_pages_advise(void *memory, size_t length);

#endif
