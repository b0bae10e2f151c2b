/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/process/facts.h"
#include "src/php/process/object.h"
#include "src/php/process/record_array.h"
#include "src/php/process/refresh.h"
#include "src/php/process/start/start.h"
#include "src/platform/process/proc.h"

/* The methods of BackgroundProcess that return facts about the process, and restart(). */

/* ---- what is known ---- */

/* The handle; if the process was started, its record is brought up to date. NULL with an exception pending. */
static struct bgproc_process_obj *known(zval *this)
{
	struct bgproc_process_obj *process = bgproc_process_fetch(this);

	return process && (!process->started || bgproc_process_refresh(process)) ? process : NULL;
}

PHP_METHOD(BackgroundProcess, isSuccessful)
{
	struct bgproc_process_obj *process;

	ZEND_PARSE_PARAMETERS_NONE();
	process = known(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	RETURN_BOOL(process->started && process->record.state == BGPROC_STATE_SUCCEEDED);
}

PHP_METHOD(BackgroundProcess, getScope)
{
	struct bgproc_process_obj *process;
	zval *scope;

	ZEND_PARSE_PARAMETERS_NONE();
	process = known(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	if (process->started) {
		RETURN_STRING(process->record.scope ? process->record.scope : "");
	}
	scope = zend_hash_str_find(bgproc_process_options_array(process), ZEND_STRL("scope"));
	if (scope) {
		RETURN_COPY(scope);
	}
	RETURN_EMPTY_STRING();
}

PHP_METHOD(BackgroundProcess, getLabels)
{
	struct bgproc_process_obj *process;
	zval *labels;

	ZEND_PARSE_PARAMETERS_NONE();
	process = known(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	if (process->started) {
		bgproc_record_array_labels(return_value, &process->record);
		return;
	}
	labels = zend_hash_str_find(bgproc_process_options_array(process), ZEND_STRL("labels"));
	if (labels) {
		RETURN_COPY(labels);
	}
	RETURN_EMPTY_ARRAY();
}

/* Returns a time of the record; a time of 0 is not known yet. */
#define RETURN_TIME(member) \
	struct bgproc_process_obj *process; \
\
	ZEND_PARSE_PARAMETERS_NONE(); \
	process = known(ZEND_THIS); \
	if (!process || !bgproc_time_object(return_value, process->started ? process->record.member : 0)) { \
		RETURN_THROWS(); \
	}

PHP_METHOD(BackgroundProcess, getCreatedAt){
	RETURN_TIME(created_us)}

PHP_METHOD(BackgroundProcess, getStartedAt){
	RETURN_TIME(started_us)}

PHP_METHOD(BackgroundProcess, getEndedAt){
	RETURN_TIME(ended_us)}

PHP_METHOD(BackgroundProcess, getDuration)
{
	struct bgproc_process_obj *process;
	double seconds;

	ZEND_PARSE_PARAMETERS_NONE();
	process = known(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	if (process->started && bgproc_record_duration(&process->record, &seconds)) {
		RETURN_DOUBLE(seconds);
	}
}

/* ---- again ---- */

PHP_METHOD(BackgroundProcess, restart)
{
	struct bgproc_process_obj *process;

	ZEND_PARSE_PARAMETERS_NONE();
	process = bgproc_process_fetch_started(ZEND_THIS);
	if (!process || !bgproc_process_refresh(process)) {
		RETURN_THROWS();
	}
	if (!process->ended) {
		bgproc_throw_status(
			BGPROC_ERR_STATE, 0, "Process %s has not ended: call stop() or wait() before restart()", ZSTR_VAL(process->key));
		RETURN_THROWS();
	}
	if (process->record.state == BGPROC_STATE_LOST && process->record.command.pid > 1 &&
		bgproc_identity_check(&process->record.command) == BGPROC_ALIVE) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0,
			"Process %s is lost, but its command still runs as pid %d: a second one would do the same work",
			ZSTR_VAL(process->key), (int) process->record.command.pid);
		RETURN_THROWS();
	}
	if (!process->knows_options) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0,
			"Process %s was not started by this object, which does not know its options: create a new one",
			ZSTR_VAL(process->key));
		RETURN_THROWS();
	}
	object_init_ex(return_value, bgproc_ce_process);
	if (bgproc_process_init_with(return_value, &process->commandline, &process->manager, process->options)) {
		bgproc_process_start(Z_BGPROC_PROCESS_P(return_value), NULL);
	}
	if (EG(exception)) {
		RETURN_THROWS();
	}
}
