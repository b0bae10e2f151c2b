/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_SCRIPT_DIRECTORY_H
#define BGPROC_PHP_DEFERRED_SCRIPT_DIRECTORY_H

/*
 * The working directory of the automatic run. Most servers run a script in its own directory, and PHP goes back to the
 * server's directory before it calls shutdown functions. The automatic run is a shutdown function, but its tasks must run in
 * the directory in which the script ran.
 */

#include "php.h"

/*
 * The path of the script, which the caller must efree(). NULL: PHP does not change the directory here (command line, php
 * -S), or the script has already ended and the server does not know its path any more.
 */
char *bgproc_script_directory_remember(void);

/*
 * Changes to the directory of that script. before, of MAXPATHLEN bytes, receives the directory to go back to; it is
 * empty when nothing was changed: script is NULL, or one of the two directories cannot be read.
 */
void bgproc_script_directory_enter(const char *script, char *before);

/* Goes back to the earlier directory, even if a task has changed the directory. */
void bgproc_script_directory_leave(const char *before);

#endif
