/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESSORS_H
#define BGPROC_PLATFORM_PROCESSORS_H

/*
 * On how many processors this process may run, at least 1: on Linux those of its affinity (taskset, cpuset of a container), else
 * those that are online.
 */
unsigned bgproc_processors(void);

#endif
