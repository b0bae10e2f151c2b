/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OPTIONS_OPTIONS_H
#define BGPROC_PHP_PROCESS_OPTIONS_OPTIONS_H

/*
 * The options array of a process: the known names, the rules for each value, and the checked values as plain C. Values that
 * depend on the system (users, directories, files) are looked up at the start, not here.
 */

#include "src/php/process/options/resource_limits.h"

#include <stdint.h>

/* null, a path, ["file", path, mode], or ["string", bytes]; path and bytes NULL: /dev/null, or captured. */
struct bgproc_file_option {
	zend_string *path;
	zend_string *bytes; /* for stdin: the input itself; any length, any bytes */
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
	bool stderr_to_stdout;              /* as by "2>&1"; files[2] is then empty */
	bool capture_output;
	zend_long output_limit; /* 0: the INI setting at the time of the start */
	bool has_nice;
	int nice;
	int umask; /* -1: the caller's */
	struct bgproc_launch_limit limits[BGPROC_LIMITS_MAX];
	size_t limit_count;
	zval *user; /* string or int, NULL: the caller's */
	zval *group;
	zend_long keep; /* -1: the INI setting at the time of the start */
	HashTable *labels;
	zend_string *scope;
	bool confirm;
};

/*
 * Checks options and fills parsed. False with a \ValueError or \TypeError pending that names the option, its rule and the
 * given value. The manager's own options are skipped if for_manager is set; otherwise they are refused.
 */
bool bgproc_process_options_parse(HashTable *options, bool for_manager, struct bgproc_process_options *parsed);

#endif
