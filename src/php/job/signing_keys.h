/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_SIGNING_KEYS_H
#define BGPROC_PHP_JOB_SIGNING_KEYS_H

/*
 * The keys that sign requests by HTTP: the checks of their values, and, on the accepting side, the keys of the managers that
 * were created in this request.
 */

#include "php.h"

/* The id of a key that was given without a name. */
#define BGPROC_JOB_KEY_ID "1"

/* False with an exception pending, which never contains the key. */
bool bgproc_signing_keys_check(const char *name, const zval *value);

/* The key that signs: the first if there are several. id is a new string, key is borrowed. */
void bgproc_signing_keys_signing(const zval *value, zend_string **id, zend_string **key);

/* Remembers the keys of a manager, and the directory of its jobs, until the end of the request. */
void bgproc_signing_keys_remember(const zval *value, zend_string *directory);

/*
 * Calls each with every key remembered under an id, and its directory, until each returns true. Returns the last result of
 * each.
 */
bool bgproc_signing_keys_each(const char *id, bool (*each)(zend_string *key, zend_string *directory, void *context),
	void *context);

void bgproc_signing_keys_rshutdown(void);

#endif
