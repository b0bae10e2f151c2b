/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_PATH_H
#define BGPROC_PHP_BASE_PATH_H

/*
 * Paths as PHP means them. A thread-safe PHP has a working directory of its own in each thread (chdir() never reaches the
 * operating system), so no relative path may reach the C layers below.
 */

#include "php.h"

/* The path from the root; the caller releases it. NULL with errno (ENAMETOOLONG, or why there is no working directory). */
zend_string *bgproc_path_absolute(const char *path);

/*
 * The working directory for a command that is given none: NULL where the process's own is inherited, else the thread's,
 * which the caller releases.
 */
zend_string *bgproc_path_of_thread(void);

/* The length without the slashes at the end, but for that of "/" itself. */
size_t bgproc_path_length(const zend_string *path);

/* False with an exception pending when open_basedir does not allow the path. what: "The state directory". */
bool bgproc_path_allowed(const char *what, const char *path);

#endif
