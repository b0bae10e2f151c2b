/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/pid.h"

#include <unistd.h>

pid_t bgproc_pid(void)
{
	return getpid();
}
