/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_SIGNING_KEYS_H
#define BGPROC_PHP_JOB_SIGNING_KEYS_H

/*
 * The keys that sign requests by HTTP: their checks, and, for the accepting side, those of the managers that were made in
 * this request.
 */

#include "php.h"

/* What a key is called when it was given without a name. */
#define BGPROC_JOB_KEY_ID "1"

/* False with an exception pending that never shows the key. */
bool bgproc_signing_keys_check(const char *name, const zval *value);

/* The key that signs: of several the first. id is a new string, key is borrowed. */
void bgproc_signing_keys_signing(const zval *value, zend_string **id, zend_string **key);

/* Remembers the keys of a manager, with the directory where its jobs are, until the end of the request. */
void bgproc_signing_keys_remember(const zval *value, zend_string *directory);

/*
 * Calls each with every key remembered under an id, and its directory, until it returns true. What it returned last.
 */
bool bgproc_signing_keys_each(const char *id, bool (*each)(zend_string *key, zend_string *directory, void *context),
	void *context);

void bgproc_signing_keys_rshutdown(void);

#endif
