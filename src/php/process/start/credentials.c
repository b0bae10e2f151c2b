/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/start/credentials.h"

#include "zend_smart_str.h"

#include "src/php/base/option_value.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

/* The account of a user given by name or number; NULL with *sys_errno 0 when there is none. entry points into *memory. */
static struct passwd *find_user(const zval *user, struct passwd *entry, char **memory, int *sys_errno)
{
	struct passwd *found = NULL;
	size_t size = 1024;

	do {
		size *= 2;
		*memory = erealloc(*memory, size);
		*sys_errno = Z_TYPE_P(user) == IS_LONG
			? getpwuid_r((uid_t) Z_LVAL_P(user), entry, *memory, size, &found)
			: getpwnam_r(Z_STRVAL_P(user), entry, *memory, size, &found);
	} while (*sys_errno == ERANGE && size < 1 << 20);
	return found;
}

static zend_string *groups_of(const struct passwd *entry, gid_t gid)
{
	int count = 64;
	gid_t *groups = safe_emalloc((size_t) count, sizeof *groups, 0);
	smart_str text = {0};

	if (getgrouplist(entry->pw_name, gid, groups, &count) < 0 && count > 64) {
		groups = safe_erealloc(groups, (size_t) count, sizeof *groups, 0);
		count = getgrouplist(entry->pw_name, gid, groups, &count) < 0 ? 0 : count;
	}
	for (int i = 0; i < count; i++) {
		if (i > 0) {
			smart_str_appendc(&text, ',');
		}
		smart_str_append_unsigned(&text, groups[i]);
	}
	smart_str_0(&text);
	efree(groups);
	return text.s;
}

static enum bgproc_status no_account(struct bgproc_error *err, const char *what, const zval *name, int sys_errno)
{
	zend_string *given = bgproc_describe(name);

	bgproc_error_set(err, BGPROC_ERR_SPAWN, sys_errno, "Option \"%s\" names nobody this system knows, %.100s given", what,
		ZSTR_VAL(given));
	zend_string_release(given);
	return BGPROC_ERR_SPAWN;
}

static enum bgproc_status find_group(struct bgproc_credentials *credentials, const zval *group, struct bgproc_error *err)
{
	struct group entry, *found = NULL;
	char *memory = NULL;
	size_t size = 1024;
	int problem;

	credentials->has_gid = true;
	if (Z_TYPE_P(group) == IS_LONG) {
		credentials->gid = (gid_t) Z_LVAL_P(group);
		return BGPROC_OK;
	}
	do {
		size *= 2;
		memory = erealloc(memory, size);
		problem = getgrnam_r(Z_STRVAL_P(group), &entry, memory, size, &found);
	} while (problem == ERANGE && size < 1 << 20);
	if (found) {
		credentials->gid = found->gr_gid;
	}
	efree(memory);
	err->stage = found ? err->stage : BGPROC_STAGE_GROUP;
	return found ? BGPROC_OK : no_account(err, "group", group, problem);
}

enum bgproc_status bgproc_credentials_find(
	struct bgproc_credentials *credentials, const zval *user, const zval *group, struct bgproc_error *err)
{
	enum bgproc_status status = BGPROC_OK;

	memset(credentials, 0, sizeof *credentials);
	if (!user && !group) {
		return BGPROC_OK;
	}
	if (geteuid() != 0) {
		err->stage = user ? BGPROC_STAGE_USER : BGPROC_STAGE_GROUP;
		return bgproc_error_set(err, BGPROC_ERR_SPAWN, EPERM, "The options \"user\" and \"group\" need root");
	}
	if (group) {
		status = find_group(credentials, group, err);
	}
	if (user && status == BGPROC_OK) {
		struct passwd entry, *found;
		char *memory = NULL;
		int problem;

		found = find_user(user, &entry, &memory, &problem);
		credentials->has_uid = true;
		credentials->uid = found ? found->pw_uid : Z_TYPE_P(user) == IS_LONG ? (uid_t) Z_LVAL_P(user)
																			 : 0;
		if (!found && (Z_TYPE_P(user) != IS_LONG || !group)) {
			/* A number without an account has no group, so the option "group" is needed. */
			err->stage = BGPROC_STAGE_USER;
			status = no_account(err, "user", user, problem);
		} else if (found) {
			credentials->gid = group ? credentials->gid : found->pw_gid;
			credentials->has_gid = true;
			credentials->groups = groups_of(found, credentials->gid);
		}
		efree(memory);
	}
	return status;
}

void bgproc_credentials_free(struct bgproc_credentials *credentials)
{
	if (credentials->groups) {
		zend_string_release(credentials->groups);
		credentials->groups = NULL;
	}
}
