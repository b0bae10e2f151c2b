/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_MANAGER_OBJECT_H
#define BGPROC_PHP_JOB_MANAGER_OBJECT_H

/*
 * The object of class Bgproc\JobManager: a BackgroundProcessManager whose processes are jobs, and the options for their
 * starts.
 */

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

struct bgproc_manager_obj;

/* The manager of $this; NULL with an exception pending if a subclass did not call our constructor. */
struct bgproc_job_manager_obj *bgproc_job_manager_fetch(zval *this);

/* The manager of the jobs' processes; borrowed. */
struct bgproc_manager_obj *bgproc_job_manager_processes(const struct bgproc_job_manager_obj *manager);

/* The body of the constructor. False with an exception pending. */
bool bgproc_job_manager_configure(struct bgproc_job_manager_obj *manager, HashTable *options);

/* Sets up the class for these objects. */
void bgproc_job_manager_object_register(zend_class_entry *ce);

#endif
