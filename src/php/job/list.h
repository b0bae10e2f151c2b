/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_LIST_H
#define BGPROC_PHP_JOB_LIST_H

/* The jobs of a manager: one by its id, all that pass a filter, and the removal of expired ones. */

#include "src/php/job/manager_object.h"
#include "src/php/process/filter.h"

/*
 * Fills result with the Job that has this id, or null if there is none in the given scope (NULL: any) and the manager's
 * scope. False with an exception pending.
 */
bool bgproc_job_find(zval *manager, zend_string *id, zend_string *scope, zval *result);

/*
 * Makes result an array of the jobs that pass the filter. False with an exception pending; result is an array in that case
 * too, and the caller frees it.
 */
bool bgproc_job_list(zval *manager, struct bgproc_process_filter *filter, zval *result);

/* Removes the records of jobs that ended long enough ago, and counts them. False with an exception pending. */
bool bgproc_job_cleanup(struct bgproc_job_manager_obj *manager, zend_long *removed);

#endif
