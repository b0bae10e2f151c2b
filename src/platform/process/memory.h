/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_MEMORY_H
#define BGPROC_PLATFORM_PROCESS_MEMORY_H

#include <stdint.h>

/*
 * Bytes of memory that this process uses and that belong to no file (Linux: resident and not file-backed). After a fork it counts
 * pages that are still shared with the parent, too, so only its growth says what this process has taken. Elsewhere the peak.
 */
uint64_t bgproc_private_memory(void);

#endif
