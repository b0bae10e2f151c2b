/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_LIST_H
#define BGPROC_PHP_PROCESS_LIST_H

/* The processes of a manager, from its records. */

#include "src/php/process/filter.h"

/*
 * Makes result an array of the manager's processes that pass the filter. False with an exception pending; result is an array
 * in that case too, and the caller frees it.
 */
bool bgproc_process_list(zval *manager, struct bgproc_process_filter *filter, zval *result);

#endif
