/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_TARGET_H
#define BGPROC_PHP_WORKER_TARGET_H

/*
 * What the workers of a pool call: a callable, or the public methods of an object. A method has a number, which parent and
 * workers find in the same way, because the workers are forks.
 */

#include "php.h"

#include "src/php/base/callback.h"

#define BGPROC_TARGET_CALLABLE 0 /* the number of the callable; methods have higher ones */

struct bgproc_target {
	struct bgproc_callback callable; /* owned; undefined: the worker is an object that cannot be called */
	zval object;                     /* owned; undefined: the worker is a callable but no object with methods */
};

/* Takes its own references. False with a \TypeError pending when the value is neither. */
bool bgproc_target_init(struct bgproc_target *target, zval *worker);
void bgproc_target_free(struct bgproc_target *target);

/* The number of what submit() calls. False with an \Error pending. */
bool bgproc_target_default(const struct bgproc_target *target, uint16_t *number);

/* The number of a public method. False with an \Error pending. */
bool bgproc_target_method(const struct bgproc_target *target, zend_string *name, uint16_t *number);

/* Calls it, in a worker. result is undefined when an exception is pending. */
void bgproc_target_call(
	struct bgproc_target *target, uint16_t number, uint32_t count, zval *values, HashTable *named, zval *result);

#endif
