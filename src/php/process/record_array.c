/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/record_array.h"
#include "src/php/base/usage.h"

#include <string.h>

void bgproc_record_array_commandline(zval *result, const struct bgproc_record *record)
{
	if (record->is_shell_line && record->argc == 1) {
		ZVAL_STRINGL(result, record->argv[0], record->argv_lengths[0]);
		return;
	}
	array_init_size(result, (uint32_t) record->argc);
	for (size_t i = 0; i < record->argc; i++) {
		add_next_index_stringl(result, record->argv[i], record->argv_lengths[i]);
	}
}

/* In a record the time or pid 0 means "not yet". */
static void add_number_or_null(zval *array, const char *name, uint64_t number)
{
	if (number) {
		add_assoc_long(array, name, (zend_long) number);
	} else {
		add_assoc_null(array, name);
	}
}

void bgproc_record_array_labels(zval *result, const struct bgproc_record *record)
{
	array_init(result);
	for (size_t i = 0; i < record->label_count; i++) {
		zval value;

		ZVAL_STRING(&value, record->labels[i].value);
		/* As in any PHP array, a label named "1" becomes the integer key 1. */
		zend_symtable_str_update(
			Z_ARRVAL_P(result), record->labels[i].name, strlen(record->labels[i].name), &value);
	}
}

static void add_fixed(zval *meta, const struct bgproc_record *record)
{
	zval commandline, labels;

	add_assoc_string(meta, "key", record->key ? record->key : "");
	add_number_or_null(meta, "pid", (uint64_t) record->supervisor.pid);
	bgproc_record_array_commandline(&commandline, record);
	add_assoc_zval(meta, "commandline", &commandline);
	add_assoc_string(meta, "created_at", record->created_at);
	add_assoc_long(meta, "version", record->version);
	add_assoc_long(meta, "created_us", (zend_long) record->created_us);
	add_assoc_long(meta, "uid", record->uid);
	add_assoc_string(meta, "boot_id", record->supervisor.boot_id);
	add_assoc_long(meta, "pid_namespace", (zend_long) record->supervisor.pid_namespace);
	add_assoc_long(meta, "start_ticks", (zend_long) record->supervisor.start_ticks);
	add_assoc_long(meta, "pidfd_inode", (zend_long) record->supervisor.pidfd_inode);
	add_assoc_long(meta, "keep", (zend_long) record->keep_s);
	add_assoc_string(meta, "scope", record->scope ? record->scope : "");
	bgproc_record_array_labels(&labels, record);
	add_assoc_zval(meta, "labels", &labels);
	add_assoc_bool(meta, "capture", record->capture);
	add_assoc_long(meta, "output_limit", (zend_long) record->output_limit);
	add_assoc_bool(meta, "in_service", record->in_service);
}

static void add_live(zval *meta, const struct bgproc_record *record)
{
	const struct bgproc_end *end = &record->end;
	bool final = bgproc_state_is_final(record->state);

	add_assoc_string(meta, "state", bgproc_state_name(record->state));
	add_number_or_null(meta, "command_pid", (uint64_t) record->command.pid);
	add_number_or_null(meta, "started_us", record->started_us);
	add_number_or_null(meta, "ended_us", record->ended_us);
	if (final && end->exited) {
		add_assoc_long(meta, "exit_code", end->exit_code);
	} else {
		add_assoc_null(meta, "exit_code");
	}
	add_number_or_null(meta, "signal", (uint64_t) end->term_signal);
	add_assoc_bool(meta, "core_dumped", end->core_dumped);
	if (end->stage != BGPROC_STAGE_NONE) {
		zval error;

		array_init(&error);
		add_assoc_string(&error, "stage", bgproc_stage_name(end->stage));
		add_assoc_long(&error, "errno", end->stage_errno);
		add_assoc_string(&error, "message", strerror(end->stage_errno));
		add_assoc_zval(meta, "error", &error);
	} else {
		add_assoc_null(meta, "error");
	}
	if (final && record->state != BGPROC_STATE_LOST) {
		zval usage;

		bgproc_usage_array(&usage, &end->usage);
		add_assoc_zval(meta, "usage", &usage);
	} else {
		add_assoc_null(meta, "usage");
	}
	add_assoc_long(meta, "stdout_dropped", (zend_long) end->stdout_dropped);
	add_assoc_long(meta, "stderr_dropped", (zend_long) end->stderr_dropped);
	add_assoc_long(meta, "survivors", end->survivors);
	add_assoc_string(meta, "reason", record->reason);
	add_assoc_bool(meta, "command_alive", record->command_alive);
}

void bgproc_record_array(zval *result, const struct bgproc_record *record)
{
	array_init_size(result, 32);
	add_fixed(result, record);
	add_live(result, record);
}
