/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_OOM_H
#define BGPROC_PLATFORM_PROCESS_OOM_H

/*
 * How often the kernel has killed a process for lack of memory. A process that ends by SIGKILL while the number grows was
 * probably one of them; the kernel does not say which ones. Linux: oom_linux.c; elsewhere the number is always 0.
 */

#include <stdint.h>

/*
 * The kills in the control group of this process and, where the kernel counts them so, in the groups below; without such a
 * group, in the whole system. 0 if nothing can be read. Not for several threads at once.
 */
uint64_t bgproc_oom_kills(void);

#endif
