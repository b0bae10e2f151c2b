/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_PHP_FILE_H
#define BGPROC_PHP_PROCESS_PHP_FILE_H

/* The script of BackgroundProcess::writeExecutablePHPFile(). */

#include "src/php/process/object.h"

/* The path of the script. The caller releases it. */
zend_string *bgproc_php_file_path(const struct bgproc_process_obj *process);

/* Writes it for the command line of the process; false with an exception pending. */
bool bgproc_php_file_write(struct bgproc_process_obj *process, zval *commandline);

/* A shell command that runs it in the background. The caller releases it. */
zend_string *bgproc_php_file_command(const struct bgproc_process_obj *process);

#endif
