/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/call/message.h"

#include <math.h>

uint16_t bgproc_duration_step(uint64_t ns)
{
	return ns < 2 ? 0 : (uint16_t) (log2((double) ns) * 32);
}

double bgproc_duration_of_step(uint16_t step)
{
	return exp2((step + 0.5) / 32);
}
