/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_STATUS_H
#define BGPROC_PHP_JOB_STATUS_H

/* A job as an array for people. */

#include "src/php/job/object.h"

/*
 * What the job says of itself, or why it did not succeed where that was said for people: by fail(), or by the clock. insiders:
 * rather the message of an exception than nothing.
 */
const char *bgproc_job_status_text(const struct bgproc_record *record, bool insiders);

/* The array of JobManager::getStatus(). False with an exception pending. */
bool bgproc_job_status(struct bgproc_job_obj *job, zval *result);

/* The handler get_properties_for of Bgproc\Job: var_dump() shows the same array. */
HashTable *bgproc_job_debug(zend_object *object, zend_prop_purpose purpose);

#endif
