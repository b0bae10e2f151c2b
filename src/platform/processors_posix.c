/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/processors.h"

#include <unistd.h>

unsigned bgproc_processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (unsigned) count : 1;
}
