/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_BATCH_RUN_TASKS_H
#define BGPROC_PHP_WORKER_BATCH_RUN_TASKS_H

#include "php.h"

/*
 * Pool::run(): each callable of the list, and of named (NULL: none), in a process of its own. Fills return_value, or leaves an
 * exception pending. No process is left in either case.
 */
void bgproc_run_tasks(uint32_t count, zval *tasks, HashTable *named, zval *return_value);

#endif
