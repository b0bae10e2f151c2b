/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_STATUS_H
#define BGPROC_PHP_JOB_STATUS_H

/* A job as an array for people. */

#include "src/php/job/object.h"

/*
 * The status text of the job, or why it did not succeed if that reason is meant for users: that of fail(), or a timeout.
 * insiders: otherwise the message of an exception, so that there is a text.
 */
const char *bgproc_job_status_text(const struct bgproc_record *record, bool insiders);

/* The array of JobManager::getStatus(). False with an exception pending. */
bool bgproc_job_status(struct bgproc_job_obj *job, zval *result);

/* The handler get_properties_for of Bgproc\Job: var_dump() shows the same array. */
HashTable *bgproc_job_debug(zend_object *object, zend_prop_purpose purpose);

#endif
