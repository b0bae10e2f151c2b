/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/path.h"
#include "src/php/base/exceptions.h"

#include "main/fopen_wrappers.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

zend_string *bgproc_path_absolute(const char *path)
{
	char here[MAXPATHLEN];
	zend_string *absolute;

	if (path[0] == '/') {
		absolute = zend_string_init(path, strlen(path), 0);
	} else if (VCWD_GETCWD(here, sizeof here)) {
		absolute = zend_strpprintf(0, "%s/%s", here, path);
	} else {
		return NULL;
	}
	if (ZSTR_LEN(absolute) >= MAXPATHLEN) {
		zend_string_release(absolute);
		errno = ENAMETOOLONG;
		return NULL;
	}
	return absolute;
}

zend_string *bgproc_path_of_thread(void)
{
#ifdef VIRTUAL_DIR
	char here[MAXPATHLEN], real[MAXPATHLEN];

	if (!VCWD_GETCWD(here, sizeof here) || (getcwd(real, sizeof real) && strcmp(here, real) == 0)) {
		/* The command inherits the directory instead of entering it again: another user may have no right to enter it. */
		return NULL;
	}
	return zend_string_init(here, strlen(here), 0);
#else
	return NULL;
#endif
}

size_t bgproc_path_length(const zend_string *path)
{
	size_t length = ZSTR_LEN(path);

	while (length > 1 && ZSTR_VAL(path)[length - 1] == '/') {
		length--;
	}
	return length;
}

bool bgproc_path_allowed(const char *what, const char *path)
{
	if (php_check_open_basedir_ex(path, 0) == 0) {
		return true;
	}
	bgproc_throw_status(BGPROC_ERR_STORE, 0, "%s %.200s is not within the allowed paths (open_basedir: %.200s)", what, path,
		PG(open_basedir));
	return false;
}
