/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/die_with.h"

#include <unistd.h>

bool bgproc_die_with(pid_t parent)
{
	return getppid() == parent;
}
