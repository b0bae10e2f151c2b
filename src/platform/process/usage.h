/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_USAGE_H
#define BGPROC_PLATFORM_PROCESS_USAGE_H

#include "src/core/record.h"

#include <sys/resource.h>

/* What the system tells of the resources of processes, in the units of a record. */
struct bgproc_usage bgproc_usage_of(const struct rusage *usage);

#endif
