/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_MANAGER_OBJECT_H
#define BGPROC_PHP_JOB_MANAGER_OBJECT_H

/* Class Bgproc\JobManager: a BackgroundProcessManager whose processes are jobs, and what their starts need. */

#include "php.h"

extern zend_class_entry *bgproc_ce_job_manager;

struct bgproc_job_manager_obj {
	zval processes;     /* BackgroundProcessManager; UNDEF until the constructor has run */
	zval options;       /* array, checked */
	zend_string *scope; /* NULL: all */
	zend_object std;
};

static inline struct bgproc_job_manager_obj *bgproc_job_manager_from_obj(zend_object *object)
{
	return (struct bgproc_job_manager_obj *) ((char *) object - XtOffsetOf(struct bgproc_job_manager_obj, std));
}

#define Z_BGPROC_JOB_MANAGER_P(zv) bgproc_job_manager_from_obj(Z_OBJ_P(zv))

/*
 * Fills result with the Job of an id, or null when there is none for the scope (NULL: any) and the manager's own. False with
 * an exception pending.
 */
bool bgproc_job_manager_find(zval *manager, zend_string *id, zend_string *scope, zval *result);

void bgproc_job_manager_register(void);

#endif
