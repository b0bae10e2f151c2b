/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/arguments.h"

#include "src/core/key.h"
#include "src/core/version.h"
#include "src/platform/socket/notify.h"
#include "src/supervisor/argument_value.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* ---- names ---- */

enum name {
	NAME_PROTOCOL,
	NAME_DIR_FD,
	NAME_RECORD_FD,
	NAME_FIXED_LENGTH,
	NAME_OUTCOME_FD,
	NAME_STDOUT,
	NAME_STDERR,
	NAME_OUTPUT_LIMIT,
	NAME_EXEC,
	NAME_SHELL_FALLBACK,
	NAME_CWD,
	NAME_UID,
	NAME_GID,
	NAME_GROUPS,
	NAME_UMASK,
	NAME_NICE,
	NAME_LIMIT,
	NAME_TIMEOUT,
	NAME_IDLE_TIMEOUT,
	NAME_GRACE,
	NAME_KEEP,
	NAME_ERROR_LOG,
	NAME_UTC_OFFSET,
	NAME_CONFIRM,
	/* of a job */
	NAME_JOB,
	NAME_NOTIFY,
	NAME_WORKER_UID,
	NAME_KEEP_FAILED,
	NAME_DELAY,
	NAME_START_AT,
	NAME_UPDATE_TIMEOUT,
	NAME_START_TIMEOUT,
	NAME_RETRIES,
	NAME_BACKOFF,
	NAME_COUNT,
};

/* An array of characters, not of pointers: pointers would be relocated and cost each supervisor a page. */
static const char names[NAME_COUNT][20] = {
	[NAME_PROTOCOL] = "protocol",
	[NAME_DIR_FD] = "dir-fd",
	[NAME_RECORD_FD] = "record-fd",
	[NAME_FIXED_LENGTH] = "fixed-length",
	[NAME_OUTCOME_FD] = "outcome-fd",
	[NAME_STDOUT] = "stdout",
	[NAME_STDERR] = "stderr",
	[NAME_OUTPUT_LIMIT] = "output-limit",
	[NAME_EXEC] = "exec",
	[NAME_SHELL_FALLBACK] = "shell-fallback",
	[NAME_CWD] = "cwd",
	[NAME_UID] = "uid",
	[NAME_GID] = "gid",
	[NAME_GROUPS] = "groups",
	[NAME_UMASK] = "umask",
	[NAME_NICE] = "nice",
	[NAME_LIMIT] = "limit",
	[NAME_TIMEOUT] = "timeout-ms",
	[NAME_IDLE_TIMEOUT] = "idle-timeout-ms",
	[NAME_GRACE] = "grace-ms",
	[NAME_KEEP] = "keep",
	[NAME_ERROR_LOG] = "error-log",
	[NAME_UTC_OFFSET] = "utc-offset",
	[NAME_CONFIRM] = "confirm",
	[NAME_JOB] = "job",
	[NAME_NOTIFY] = "notify",
	[NAME_WORKER_UID] = "worker-uid",
	[NAME_KEEP_FAILED] = "keep-failed",
	[NAME_DELAY] = "delay-ms",
	[NAME_START_AT] = "start-at-us",
	[NAME_UPDATE_TIMEOUT] = "update-timeout-ms",
	[NAME_START_TIMEOUT] = "start-timeout-ms",
	[NAME_RETRIES] = "retries",
	[NAME_BACKOFF] = "backoff-ms",
};

#define BIT(name) (UINT64_C(1) << (name))
/* All names from NAME_JOB on. */
#define OF_A_JOB (BIT(NAME_COUNT) - BIT(NAME_JOB))
#define REQUIRED \
	(BIT(NAME_PROTOCOL) | BIT(NAME_DIR_FD) | BIT(NAME_RECORD_FD) | BIT(NAME_FIXED_LENGTH) | BIT(NAME_EXEC))

static bool read_system_value(struct bgproc_options *options, enum name name, const char *value)
{
	uint64_t number;
	int64_t offset;

	switch (name) {
		case NAME_UID:
			options->has_uid = true;
			return bgproc_argument_id(value, NULL, &options->uid);
		case NAME_GID:
			options->has_gid = true;
			return bgproc_argument_id(value, NULL, &options->gid);
		case NAME_GROUPS:
			options->has_groups = bgproc_argument_groups(value, &options->groups, &options->group_count);
			return options->has_groups;
		case NAME_UMASK:
			options->has_umask = bgproc_argument_number(value, NULL, 0777, &number);
			options->umask = options->has_umask ? (mode_t) number : 0;
			return options->has_umask;
		case NAME_NICE:
			options->has_nice = bgproc_argument_signed(value, -20, 19, &offset);
			options->nice = options->has_nice ? (int) offset : 0;
			return options->has_nice;
		case NAME_UTC_OFFSET:
			if (!bgproc_argument_signed(value, -86400, 86400, &offset)) {
				return false;
			}
			options->utc_offset_s = (int32_t) offset;
			return true;
		default:
			return bgproc_argument_limit(value, &options->limits, &options->limit_count);
	}
}

static bool read_job_value(struct bgproc_options *options, enum name name, const char *value)
{
	uint64_t number;

	switch (name) {
		case NAME_JOB:
			return bgproc_job_kind_from_name(value, strlen(value), &options->job) && options->job != BGPROC_JOB_NONE;
		case NAME_NOTIFY:
			return bgproc_argument_path(value, &options->notify);
		case NAME_WORKER_UID:
			options->has_worker_uid = true;
			return bgproc_argument_id(value, NULL, &options->worker_uid);
		case NAME_KEEP_FAILED:
			return bgproc_argument_number(value, NULL, INT64_MAX, &options->keep_failed_s);
		case NAME_DELAY:
			return bgproc_argument_ms(value, &options->delay_ms);
		case NAME_START_AT:
			return bgproc_argument_number(value, NULL, INT64_MAX, &options->start_at_us);
		case NAME_UPDATE_TIMEOUT:
			return bgproc_argument_ms(value, &options->update_timeout_ms);
		case NAME_START_TIMEOUT:
			return bgproc_argument_ms(value, &options->start_timeout_ms);
		case NAME_RETRIES:
			/* The number of attempts is one more than this. */
			if (!bgproc_argument_number(value, NULL, UINT32_MAX - 1, &number)) {
				return false;
			}
			options->retries = (uint32_t) number;
			return true;
		default:
			return bgproc_argument_ms(value, &options->backoff_ms);
	}
}

static bool read_value(struct bgproc_options *options, enum name name, const char *value)
{
	uint64_t number;

	switch (name) {
		case NAME_PROTOCOL:
			return bgproc_argument_number(value, NULL, BGPROC_PROTOCOL_VERSION, &number) &&
				number == BGPROC_PROTOCOL_VERSION;
		case NAME_DIR_FD:
			return bgproc_argument_fd(value, &options->dir_fd);
		case NAME_RECORD_FD:
			return bgproc_argument_padded_fd(value, &options->record_fd);
		case NAME_FIXED_LENGTH:
			return bgproc_argument_number(value, NULL, INT_MAX, &options->fixed_length) && options->fixed_length > 0;
		case NAME_OUTCOME_FD:
			return bgproc_argument_fd(value, &options->outcome_fd);
		case NAME_STDOUT:
			return bgproc_argument_output(value, false, &options->out);
		case NAME_STDERR:
			return bgproc_argument_output(value, true, &options->err);
		case NAME_OUTPUT_LIMIT:
			/* The file may grow to twice the limit, which must fit into a file offset. */
			return bgproc_argument_number(value, NULL, INT64_MAX / 4, &options->output_limit);
		case NAME_EXEC:
			return bgproc_argument_path(value, &options->exec_path);
		case NAME_SHELL_FALLBACK:
			return bgproc_argument_flag(value, &options->shell_fallback);
		case NAME_CWD:
			return bgproc_argument_path(value, &options->cwd);
		case NAME_TIMEOUT:
			return bgproc_argument_ms(value, &options->timeout_ms);
		case NAME_IDLE_TIMEOUT:
			return bgproc_argument_ms(value, &options->idle_timeout_ms);
		case NAME_GRACE:
			return bgproc_argument_ms(value, &options->grace_ms);
		case NAME_KEEP:
			return bgproc_argument_number(value, NULL, INT64_MAX, &options->keep_s);
		case NAME_ERROR_LOG:
			options->error_log = value;
			return value[0] != '\0';
		case NAME_CONFIRM:
			return bgproc_argument_flag(value, &options->confirm);
		default:
			return name >= NAME_JOB ? read_job_value(options, name, value) : read_system_value(options, name, value);
	}
}

/* "--name=value" */
static bool read_option(
	struct bgproc_options *options, const char *text, uint64_t *seen, struct bgproc_error *err)
{
	const char *equals = strncmp(text, "--", 2) == 0 ? strchr(text, '=') : NULL;
	unsigned name = 0;

	if (!equals) {
		bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "\"%.64s\" is not --name=value", text);
		return false;
	}
	text += 2;
	while (name < NAME_COUNT &&
		(strlen(names[name]) != (size_t) (equals - text) || strncmp(names[name], text, strlen(names[name])))) {
		name++;
	}
	if (name == NAME_COUNT) {
		bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "--%.64s is not an option", text);
		return false;
	}
	if (*seen & BIT(name) && name != NAME_LIMIT) {
		bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "--%s stands twice", names[name]);
		return false;
	}
	*seen |= BIT(name);
	if (!read_value(options, (enum name) name, equals + 1)) {
		bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "the value of --%.64s is not possible", text);
		return false;
	}
	return true;
}

static enum bgproc_status refuse(struct bgproc_error *err, const char *text)
{
	return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "%s", text);
}

/* The path ends in "/KEY.sock" and fits into the address of a socket. */
static bool is_notify_path(const struct bgproc_options *options)
{
	const char *name = strrchr(options->notify, '/') + 1;
	size_t key_length = strlen(options->key);

	return strlen(options->notify) <= BGPROC_NOTIFY_PATH_MAX && strncmp(name, options->key, key_length) == 0 &&
		strcmp(name + key_length, ".sock") == 0;
}

static enum bgproc_status check_job(struct bgproc_options *options, uint64_t seen, struct bgproc_error *err)
{
	if (options->job == BGPROC_JOB_NONE) {
		return seen & OF_A_JOB ? refuse(err, "--job is missing beside an option of a job") : BGPROC_OK;
	}
	if (!options->notify) {
		return refuse(err, "--notify is missing");
	}
	if (!is_notify_path(options)) {
		return refuse(err, "--notify must end in \"/KEY.sock\" and fit into the address of a socket");
	}
	if (options->has_worker_uid && !bgproc_notify_knows_senders()) {
		return refuse(err, "--worker-uid is not possible on this system");
	}
	if (seen & BIT(NAME_DELAY) && seen & BIT(NAME_START_AT)) {
		return refuse(err, "--delay-ms and --start-at-us exclude each other");
	}
	if (!(seen & BIT(NAME_KEEP_FAILED))) {
		options->keep_failed_s = options->keep_s;
	}
	return BGPROC_OK;
}

/* Checks rules between several options. */
static enum bgproc_status check_together(
	struct bgproc_options *options, uint64_t seen, struct bgproc_error *err)
{
	for (unsigned name = 0; name < NAME_COUNT; name++) {
		if (REQUIRED & BIT(name) && !(seen & BIT(name))) {
			return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "--%s is missing", names[name]);
		}
	}
	if ((options->out.mode == BGPROC_OUTPUT_FILE || options->err.mode == BGPROC_OUTPUT_FILE) &&
		!(seen & BIT(NAME_OUTPUT_LIMIT))) {
		return refuse(err, "--output-limit is missing");
	}
	if (options->idle_timeout_ms >= 0 && options->out.mode == BGPROC_OUTPUT_INHERIT &&
		(options->err.mode == BGPROC_OUTPUT_INHERIT || options->err.mode == BGPROC_OUTPUT_STDOUT)) {
		/* With 0 every command would be stopped, even one that writes all the time. */
		return refuse(err, "--idle-timeout-ms needs an output that is read");
	}
	return check_job(options, seen, err);
}

enum bgproc_status bgproc_arguments_parse(
	struct bgproc_options *options, int argc, char **argv, struct bgproc_error *err)
{
	uint64_t seen = 0;
	int i;

	*options = (struct bgproc_options) {.dir_fd = -1,
		.record_fd = -1,
		.outcome_fd = -1,
		.out.fd = -1,
		.err.fd = -1,
		.timeout_ms = -1,
		.idle_timeout_ms = -1,
		.grace_ms = BGPROC_GRACE_DEFAULT_MS,
		.update_timeout_ms = -1,
		.start_timeout_ms = -1,
		.backoff_ms = BGPROC_BACKOFF_DEFAULT_MS};
	if (argc < 2 || !bgproc_key_valid(argv[1], strlen(argv[1]))) {
		return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "the first argument must be a key");
	}
	options->key = argv[1];
	for (i = 2; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (!read_option(options, argv[i], &seen, err)) {
			return err->status;
		}
	}
	if (i + 1 >= argc) {
		return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "\"--\" and a command must follow the options");
	}
	options->command = argv + i + 1;
	options->command_length = (size_t) (argc - i - 1);
	return check_together(options, seen, err);
}

void bgproc_arguments_free(struct bgproc_options *options)
{
	free(options->groups);
	free(options->limits);
	options->groups = NULL;
	options->limits = NULL;
	options->group_count = options->limit_count = 0;
}
