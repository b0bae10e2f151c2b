/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_CAPTURED_OUTPUT_H
#define BGPROC_PHP_CAPTURED_OUTPUT_H

/* BackgroundProcess::getOutput() and getErrorOutput(). */

#include "src/php/background_process.h"

/* Whether the record of the process is still in the state directory. False with an exception pending, or without one. */
bool bgproc_captured_has_record(struct bgproc_process_obj *process);

/* which: 0 stdout, 1 stderr. What is kept so far; the caller releases it. NULL with an exception pending. */
zend_string *bgproc_captured_output(struct bgproc_process_obj *process, int which);

#endif
