/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_USER_COOKIES_H
#define BGPROC_PHP_JOB_START_USER_COOKIES_H

/* The cookies that identify the user of the current request, for a job that works in the name of this user. */

#include "php.h"

/*
 * The Cookie header of those cookies of the request that are the session's or named in names (NULL: none); the caller
 * releases it. NULL without an exception: the request has none of them. False with an exception pending: the session is open, and
 * the job would wait for it as long as this script holds it.
 */
bool bgproc_user_cookies(HashTable *names, zend_string **cookies);

#endif
