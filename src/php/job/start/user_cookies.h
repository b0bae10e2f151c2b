/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_USER_COOKIES_H
#define BGPROC_PHP_JOB_START_USER_COOKIES_H

/* The cookies that identify the user of the current request, for a job that runs as this user. */

#include "php.h"

/*
 * The Cookie header with the session cookie of the request and the cookies in names (NULL: none); the caller releases it.
 * True with NULL: the request has none of them. False with an exception pending: the session is open, and the job would wait
 * as long as this script holds the lock of the session.
 */
bool bgproc_user_cookies(HashTable *names, zend_string **cookies);

#endif
