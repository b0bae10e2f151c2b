/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OPTIONS_OPTIONS_H
#define BGPROC_PHP_PROCESS_OPTIONS_OPTIONS_H

/*
 * The options array of a process: which names exist, what each value must be, and the checked values as plain C. Names
 * that need the system (users, directories, files) are looked up at the start, not here.
 */

#include "src/php/process/options/resource_limits.h"

#include <stdint.h>

/* null, a path, ["file", path, mode], or ["string", bytes]; path and bytes NULL: /dev/null, or captured. */
struct bgproc_file_option {
	zend_string *path;
	zend_string *bytes; /* of stdin: what is to be read; any length, any byte */
	char mode;          /* 'r', 'w', 'a' */
};

/* Every pointer is borrowed from the options array. */
struct bgproc_process_options {
	zend_string *cwd;
	HashTable *env;
	bool inherit_env;
	int64_t timeout_ms;      /* -1: none */
	int64_t idle_timeout_ms; /* -1: none */
	int64_t grace_ms;
	struct bgproc_file_option files[3]; /* stdin, stdout, stderr */
	bool stderr_to_stdout;              /* as "2>&1"; files[2] is then empty */
	bool capture_output;
	zend_long output_limit; /* 0: as the INI setting says when the process is started */
	bool has_nice;
	int nice;
	int umask; /* -1: the caller's */
	struct bgproc_launch_limit limits[BGPROC_LIMITS_MAX];
	size_t limit_count;
	zval *user; /* string or int, NULL: the caller's */
	zval *group;
	zend_long keep; /* -1: as the INI setting says when the process is started */
	HashTable *labels;
	zend_string *scope;
	bool confirm;
};

/*
 * Checks options and fills parsed. False with a \ValueError or \TypeError pending that names the option, what it must be
 * and what it was. The names of the manager's own options are passed over when for_manager is set, else refused.
 */
bool bgproc_process_options_parse(HashTable *options, bool for_manager, struct bgproc_process_options *parsed);

#endif
