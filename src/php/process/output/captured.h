/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OUTPUT_CAPTURED_H
#define BGPROC_PHP_PROCESS_OUTPUT_CAPTURED_H

/* BackgroundProcess::getOutput() and getErrorOutput(). */

#include "src/php/process/object.h"

/*
 * Opens KEY.out or KEY.err for this handle and keeps it open, so that it can be read after the files are removed. False:
 * *too_early is true, because the command was not executed yet and the file has no name, or an exception is pending.
 */
bool bgproc_captured_open(struct bgproc_process_obj *process, int which, bool *too_early);

/* Whether the record of the process is still in the state directory. False also with an exception pending. */
bool bgproc_captured_has_record(struct bgproc_process_obj *process);

/* The output that is kept so far; which: 0 stdout, 1 stderr. The caller releases it. NULL with an exception pending. */
zend_string *bgproc_captured_output(struct bgproc_process_obj *process, int which);

#endif
