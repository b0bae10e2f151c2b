/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/die_with.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

bool bgproc_die_with(pid_t parent)
{
	/* It fails only where a filter of system calls forbids it; then it is as on other systems. */
	(void) prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	/* Checked afterwards: nothing is sent for a parent that had ended before. */
	return getppid() == parent;
}
