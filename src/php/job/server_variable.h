/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_SERVER_VARIABLE_H
#define BGPROC_PHP_JOB_SERVER_VARIABLE_H

/* $_SERVER as the server has filled it, independent of later changes by the script. */

#include "php.h"

/* Borrowed. NULL: there is no such variable, or it is no string. */
zend_string *bgproc_server_variable(const char *name);

#endif
