/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_START_TEXTS_H
#define BGPROC_PHP_PROCESS_START_TEXTS_H

/* The command line and the labels of a start, as plain C. */

#include "php.h"

#include "src/launch/launch.h"

/* Sets argv, is_shell_line and labels (may be NULL). The texts are borrowed; free_texts frees the arrays that contain them. */
void bgproc_launch_borrow_texts(struct bgproc_launch *launch, zval *commandline, HashTable *labels);
void bgproc_launch_free_texts(struct bgproc_launch *launch);

#endif
