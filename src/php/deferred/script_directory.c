/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/script_directory.h"

#include "SAPI.h"
#include "zend_virtual_cwd.h"

char *bgproc_script_directory_remember(void)
{
	const char *script = SG(request_info).path_translated;

	return script && !(SG(options) & SAPI_OPTION_NO_CHDIR) ? estrdup(script) : NULL;
}

void bgproc_script_directory_enter(const char *script, char *before)
{
	before[0] = '\0';
	if (!script) {
		return;
	}
	/*
	 * PHP saves and restores the directory around the script in the same way. In a thread-safe PHP it is the directory of the
	 * thread.
	 */
	if (!VCWD_GETCWD(before, MAXPATHLEN) || VCWD_CHDIR_FILE(script) != 0) {
		before[0] = '\0';
	}
}

void bgproc_script_directory_leave(const char *before)
{
	if (before[0] != '\0') {
		php_ignore_value(VCWD_CHDIR(before));
	}
}
