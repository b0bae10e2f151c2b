/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_PATH_H
#define BGPROC_PHP_BASE_PATH_H

/*
 * Paths as PHP resolves them. In a thread-safe PHP each thread has its own working directory (chdir() never reaches the
 * operating system), so the C layers below must not receive a relative path.
 */

#include "php.h"

/* The absolute path; the caller releases it. NULL with errno: ENAMETOOLONG, or the reason why there is no working directory. */
zend_string *bgproc_path_absolute(const char *path);

/*
 * The working directory for a command without the option: NULL when the command inherits the directory of the process, else
 * the thread's directory, which the caller releases.
 */
zend_string *bgproc_path_of_thread(void);

/* The length without slashes at the end; the path "/" keeps its slash. */
size_t bgproc_path_length(const zend_string *path);

/* False with an exception pending when open_basedir does not allow the path. what: "The state directory". */
bool bgproc_path_allowed(const char *what, const char *path);

#endif
