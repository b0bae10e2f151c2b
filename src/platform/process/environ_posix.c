/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/environ.h"

#include <dlfcn.h>
#include <stddef.h>

extern char **environ;

char **bgproc_environ(void)
{
	/* The variable never moves. If two threads find it at the same time, they find the same. */
	static char ***variable;

	if (!variable) {
		/* The program itself, searched in the order of linking. The handle is never closed. */
		void *program = dlopen(NULL, RTLD_LAZY);
		char ***found = program ? (char ***) dlsym(program, "environ") : NULL;

		variable = found ? found : &environ;
	}
	return *variable;
}
