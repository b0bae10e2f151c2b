/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/options/command_line.h"

#include "zend_exceptions.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* systemd's default for services. The C library's _CS_PATH lacks /usr/local, where distributions put programs too. */
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

bool bgproc_commandline_check(const zval *commandline, uint32_t arg_num)
{
	zend_ulong next = 0, index;
	zend_string *key;
	zval *item;

	if (Z_TYPE_P(commandline) == IS_STRING) {
		if (Z_STRLEN_P(commandline) == 0) {
			zend_argument_value_error(arg_num, "must not be empty");
			return false;
		}
		if (strlen(Z_STRVAL_P(commandline)) != Z_STRLEN_P(commandline)) {
			zend_argument_value_error(arg_num, "must not contain NUL bytes");
			return false;
		}
		return true;
	}
	ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(commandline), index, key, item) {
		ZVAL_DEREF(item);
		if (key || index != next) {
			zend_argument_value_error(arg_num, "must be a list: its keys must be 0, 1, 2 and so on");
			return false;
		}
		if (Z_TYPE_P(item) != IS_STRING) {
			zend_argument_type_error(arg_num, "must be a list of strings, item " ZEND_LONG_FMT " is of type %s",
				(zend_long) index, zend_zval_type_name(item));
			return false;
		}
		if (strlen(Z_STRVAL_P(item)) != Z_STRLEN_P(item)) {
			zend_argument_value_error(
				arg_num, "must not contain NUL bytes, item " ZEND_LONG_FMT " does", (zend_long) index);
			return false;
		}
		if (index == 0 && Z_STRLEN_P(item) == 0) {
			zend_argument_value_error(arg_num, "must name a program, its first item is empty");
			return false;
		}
		next++;
	}
	ZEND_HASH_FOREACH_END();
	if (next == 0) {
		zend_argument_value_error(arg_num, "must not be empty");
		return false;
	}
	return true;
}

void bgproc_commandline_copy(zval *copy, const zval *commandline)
{
	zval *item;

	if (Z_TYPE_P(commandline) == IS_STRING) {
		ZVAL_COPY(copy, commandline);
		return;
	}
	array_init_size(copy, zend_hash_num_elements(Z_ARRVAL_P(commandline)));
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(commandline), item) {
		ZVAL_DEREF(item);
		Z_TRY_ADDREF_P(item);
		add_next_index_zval(copy, item);
	}
	ZEND_HASH_FOREACH_END();
}

/* ---- strings that need no shell ---- */

/*
 * Bytes without a special meaning for any shell, anywhere in a word. "=" is not among them, because the word could be an
 * assignment; "~" and "#" have a meaning at the start of a word. The first word must not start with "%", which bash takes
 * for a job.
 */
static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("/._-,:@%+", c));
}

/*
 * Words that a shell handles itself: POSIX 2.4 and 2.14, the utilities that a shell may build in, and what bash and dash
 * add. "true" and "false" are not among them, because the programs do the same.
 */
static bool is_shell_word(const char *word, size_t length)
{
	static const char words[] =
		" . : alias bg bind break builtin caller case cd chdir command compgen complete compopt continue coproc declare dirs "
		"disown do done echo elif else enable esac eval exec exit export fc fg fi for function getopts hash help history if "
		"in jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return select set shift shopt "
		"source suspend test then time times trap type typeset ulimit umask unalias unset until wait while ";
	char pattern[32];

	if (length > sizeof pattern - 3) {
		return false;
	}
	pattern[0] = ' ';
	memcpy(pattern + 1, word, length);
	memcpy(pattern + 1 + length, " ", 2);
	return strstr(words, pattern) != NULL;
}

/* Splits a line of plain words. False: the line needs a shell. */
static bool split_plain(const zend_string *line, struct bgproc_command *command)
{
	const char *at = ZSTR_VAL(line), *end = at + ZSTR_LEN(line);

	for (const char *c = at; c < end; c++) {
		if (!is_plain(*c) && *c != ' ' && *c != '\t') {
			return false;
		}
	}
	while (at < end) {
		const char *word = at;

		while (at < end && is_plain(*at)) {
			at++;
		}
		if (at > word) {
			if (command->argc == 0 && (strchr("-+%", word[0]) || is_shell_word(word, (size_t) (at - word)))) {
				return false;
			}
			bgproc_buf_append(&command->words, word, (size_t) (at - word));
			bgproc_buf_append(&command->words, "", 1);
			command->argc++;
		}
		at++;
	}
	return command->argc > 0;
}

static void use_shell(struct bgproc_command *command, const zend_string *line)
{
	bool dashed = ZSTR_VAL(line)[0] == '-' || ZSTR_VAL(line)[0] == '+';

	bgproc_buf_free(&command->words);
	command->shell_fallback = false;
	bgproc_buf_append(&command->words, "sh\0-c", 6);
	command->argc = 3;
	if (dashed) {
		/* Without it the shell would take a line that begins with "-" for options. */
		bgproc_buf_append(&command->words, "--", 3);
		command->argc = 4;
	}
	bgproc_buf_append(&command->words, ZSTR_VAL(line), ZSTR_LEN(line) + 1);
	command->program = zend_string_init(ZEND_STRL("/bin/sh"), 0);
}

/* ---- where the program is ---- */

/* 0, or the errno with which exec would fail. */
static int check_program(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0) {
		return errno;
	}
	if (S_ISDIR(st.st_mode)) {
		return EISDIR;
	}
	return !S_ISREG(st.st_mode) || faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0 ? EACCES : 0;
}

/* Why a search found no program. */
struct failure {
	int why;                 /* the errno that execvp() would set */
	char denied[MAXPATHLEN]; /* the path for which a permission is missing, to execute it or to search it; or empty */
};

/* The path base/name; base may be empty (the working directory). NULL, with the failure, if it is not a program. */
static zend_string *try_program(const char *cwd, const char *base, size_t base_length, const char *name, struct failure *failure)
{
	char here[MAXPATHLEN] = "";
	zend_string *path;
	int problem;

	if (name[0] != '/' && (base_length == 0 || base[0] != '/') && (!cwd || cwd[0] != '/') &&
		!getcwd(here, sizeof here)) {
		failure->why = errno;
		return NULL;
	}
	if (name[0] == '/') {
		path = zend_string_init(name, strlen(name), 0);
	} else if (base_length > 0 && base[0] == '/') {
		path = zend_strpprintf(0, "%.*s/%s", (int) base_length, base, name);
	} else {
		path = zend_strpprintf(0, "%s%s%s%s%.*s/%s", here, here[0] && cwd ? "/" : "", cwd ? cwd : "",
			base_length ? "/" : "", (int) base_length, base, name);
	}
	problem = ZSTR_LEN(path) >= MAXPATHLEN ? ENAMETOOLONG : check_program(ZSTR_VAL(path));
	if (problem) {
		if (problem == EACCES && failure->denied[0] == '\0') {
			snprintf(failure->denied, sizeof failure->denied, "%s", ZSTR_VAL(path));
		}
		zend_string_release(path);
		/* As execvp() does: "permission denied" in one directory takes precedence over "not found" in the others. */
		failure->why = failure->why == EACCES || problem == ENOTDIR ? failure->why : problem;
		return NULL;
	}
	return path;
}

static zend_string *search(const char *name, const char *cwd, const char *path, struct failure *failure)
{
	zend_string *program = NULL;

	*failure = (struct failure) {.why = ENOENT};
	if (strchr(name, '/')) {
		failure->why = 0;
		program = try_program(cwd, "", 0, name, failure);
		failure->why = failure->why ? failure->why : ENOTDIR;
		return program;
	}
	for (path = path ? path : DEFAULT_PATH; !program; path++) {
		size_t length = strcspn(path, ":");

		program = try_program(cwd, path, length, name, failure);
		path += length;
		if (*path == '\0') {
			break;
		}
	}
	return program;
}

static enum bgproc_status refuse(
	const char *name, const char *path, const struct failure *failure, struct bgproc_error *err)
{
	struct stat st;

	err->stage = BGPROC_STAGE_EXEC;
	if (failure->why == ENOENT && strpbrk(name, " \t\n")) {
		return bgproc_error_set(err, BGPROC_ERR_SPAWN, failure->why,
			"Cannot execute \"%.200s\", the first item of an array, which must have one word per item "
			"(or give a string: a shell command line)",
			name);
	}
	if (strchr(name, '/') || (failure->why != ENOENT && failure->why != EACCES)) {
		return bgproc_error_set(err, BGPROC_ERR_SPAWN, failure->why, "Cannot execute %.200s", name);
	}
	path = path ? path : DEFAULT_PATH;
	if (failure->why == ENOENT) {
		return bgproc_error_set(
			err, BGPROC_ERR_SPAWN, failure->why, "Cannot execute %.100s, not found in PATH (%.300s)", name, path);
	}
	if (stat(failure->denied, &st) == 0) {
		return bgproc_error_set(err, BGPROC_ERR_SPAWN, failure->why,
			"Cannot execute %.100s, found in PATH as %.300s, where it is not permitted", name, failure->denied);
	}
	return bgproc_error_set(err, BGPROC_ERR_SPAWN, failure->why,
		"Cannot execute %.100s, not found in PATH, of which %.300s is not permitted", name, failure->denied);
}

enum bgproc_status bgproc_command_resolve(struct bgproc_command *command, const zval *commandline, const char *cwd,
	const char *path, struct bgproc_error *err)
{
	struct failure failure;
	zval *item;

	memset(command, 0, sizeof *command);
	if (Z_TYPE_P(commandline) == IS_STRING) {
		if (split_plain(Z_STR_P(commandline), command) && bgproc_buf_ok(&command->words)) {
			command->program = search(command->words.data, cwd, path, &failure);
			command->shell_fallback = true;
		}
		if (!command->program) {
			use_shell(command, Z_STR_P(commandline));
		}
	} else {
		ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(commandline), item) {
			ZVAL_DEREF(item);
			bgproc_buf_append(&command->words, Z_STRVAL_P(item), Z_STRLEN_P(item) + 1);
			command->argc++;
		}
		ZEND_HASH_FOREACH_END();
		if (bgproc_buf_ok(&command->words) && !(command->program = search(command->words.data, cwd, path, &failure))) {
			return refuse(command->words.data, path, &failure, err);
		}
	}
	if (!bgproc_buf_ok(&command->words)) {
		return bgproc_error_set(err, BGPROC_ERR_INTERNAL, 0, "Out of memory for the command line");
	}
	return BGPROC_OK;
}

void bgproc_command_free(struct bgproc_command *command)
{
	bgproc_buf_free(&command->words);
	if (command->program) {
		zend_string_release(command->program);
		command->program = NULL;
	}
}
