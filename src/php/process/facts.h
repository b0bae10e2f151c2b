/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_FACTS_H
#define BGPROC_PHP_PROCESS_FACTS_H

/* Facts about a process that its handle can return, also for var_dump(). */

#include "php.h"

#include "src/core/record.h"

/* A \DateTimeImmutable in UTC, with microseconds; null for 0. Needs no time zone. False with an exception pending. */
bool bgproc_time_object(zval *result, uint64_t wall_us);

/*
 * Seconds from the execution of the command (for a job: of its present attempt) to its end, or to now. False: the command
 * was not executed, or the next attempt has not begun.
 */
bool bgproc_record_duration(const struct bgproc_record *record, double *seconds);

/* The handler get_properties_for of BackgroundProcess. */
HashTable *bgproc_process_debug(zend_object *object, zend_prop_purpose purpose);

#endif
