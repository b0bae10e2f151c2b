/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_START_CREDENTIALS_H
#define BGPROC_PHP_PROCESS_START_CREDENTIALS_H

/* The user and the groups that a command runs as. */

#include "php.h"

#include "src/core/error.h"

#include <sys/types.h>

struct bgproc_credentials {
	bool has_uid, has_gid;
	uid_t uid;
	gid_t gid;
	zend_string *groups; /* supplementary groups, "4,24,27"; NULL: none */
};

/*
 * Looks up "user" and "group"; either may be NULL. Both need root. A user without "group" gets the groups of its account; a
 * group alone changes only the group.
 */
enum bgproc_status bgproc_credentials_find(
	struct bgproc_credentials *credentials, const zval *user, const zval *group, struct bgproc_error *err);

void bgproc_credentials_free(struct bgproc_credentials *credentials);

#endif
