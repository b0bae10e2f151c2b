/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_RECORD_ARRAY_H
#define BGPROC_PHP_PROCESS_RECORD_ARRAY_H

/* A record as PHP values. */

#include "php.h"

#include "src/core/record.h"

/* The command line as the user gave it: a string, or a list of strings. */
void bgproc_record_array_commandline(zval *result, const struct bgproc_record *record);

/* The array of BackgroundProcess::getMeta(): the members of docs/record.md with the same names and in the same order. */
void bgproc_record_array(zval *result, const struct bgproc_record *record);

/* The labels, name => value. */
void bgproc_record_array_labels(zval *result, const struct bgproc_record *record);

#endif
