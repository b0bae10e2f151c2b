/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/manager_object.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/object.h"
#include "src/php/base/held.h"
#include "src/php/job/object.h"
#include "src/php/job/status.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/record_array.h"
#include "src/php/process/options/options.h"
#include "src/php/process/stop.h"
#include "src/php/process/refresh.h"
#include "src/php/base/state.h"

#include "ext/json/php_json.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "src/platform/file/files.h"
#include "src/platform/signal/signals.h"
#include "src/store/store.h"

#include "stubs/job_arginfo.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

/* No companion that is read here is longer: a request of the largest size, with its body in base64. */
#define COMPANION_MAX (64 * 1024 * 1024)
#define JSON_DEPTH 512

zend_class_entry *bgproc_ce_job;
static zend_object_handlers handlers;

/* ---- object ---- */

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_job_obj *job = zend_object_alloc(sizeof *job, ce);

	zend_object_std_init(&job->std, ce);
	object_properties_init(&job->std, ce);
	job->std.handlers = &handlers;
	ZVAL_UNDEF(&job->process);
	ZVAL_UNDEF(&job->manager);
	return &job->std;
}

static void destroy(zend_object *object)
{
	struct bgproc_job_obj *job = bgproc_job_from_obj(object);

	zval_ptr_dtor(&job->process);
	zval_ptr_dtor(&job->manager);
	zend_object_std_dtor(object);
}

static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_job_obj *job = bgproc_job_from_obj(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();

	zend_get_gc_buffer_add_zval(buffer, &job->process);
	zend_get_gc_buffer_add_zval(buffer, &job->manager);
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

/* new Job: only managers make them. */
static zend_function *get_constructor(zend_object *object)
{
	zend_throw_error(NULL, "Cannot directly construct %s, use Bgproc\\JobManager instead", ZSTR_VAL(object->ce->name));
	return NULL;
}

void bgproc_job_create(zval *result, zval *manager, zval *process, bool merged)
{
	struct bgproc_job_obj *job;

	object_init_ex(result, bgproc_ce_job);
	job = Z_BGPROC_JOB_P(result);
	ZVAL_COPY(&job->process, process);
	ZVAL_COPY(&job->manager, manager);
	job->merged = merged;
}

/* ---- what is known of it ---- */

const struct bgproc_record *bgproc_job_record(struct bgproc_job_obj *job)
{
	struct bgproc_process_obj *process;

	if (Z_ISUNDEF(job->process)) {
		/* By reflection: made without the constructor. */
		zend_throw_error(NULL, "This job was not made by a Bgproc\\JobManager");
		return NULL;
	}
	process = bgproc_job_process(job);
	return bgproc_process_refresh(process) ? &process->record : NULL;
}

zend_string *bgproc_job_companion(struct bgproc_job_obj *job, const char *suffix)
{
	struct bgproc_process_obj *process = bgproc_job_process(job);
	char name[BGPROC_STORE_NAME_SIZE];
	struct bgproc_store *store;
	struct bgproc_held *held;
	zend_string *content;
	struct stat st;
	ssize_t length;

	if (!bgproc_manager_open_store(Z_BGPROC_MANAGER_P(&process->manager), false, &store)) {
		return NULL;
	}
	held = bgproc_held_new(NULL, NULL);
	if (store) {
		bgproc_store_file_name(name, ZSTR_VAL(process->key), suffix);
		held->fd = bgproc_file_open_own(store->dir_fd, name, O_RDONLY, &st);
		bgproc_manager_close_store(store);
	}
	if (held->fd < 0) {
		bgproc_held_end(held);
		return ZSTR_EMPTY_ALLOC();
	}
	content = zend_string_alloc((size_t) (st.st_size < COMPANION_MAX ? st.st_size : COMPANION_MAX), 0);
	length = bgproc_read_full(held->fd, ZSTR_VAL(content), ZSTR_LEN(content));
	bgproc_held_end(held);
	if (length < 0) {
		bgproc_throw_status(BGPROC_ERR_STORE, errno, "Cannot read %s", name);
		zend_string_release(content);
		return NULL;
	}
	ZSTR_LEN(content) = (size_t) length;
	ZSTR_VAL(content)
	[length] = '\0';
	return content;
}

/* The JSON of KEY.result, which the record speaks of. False with an exception pending. */
static bool read_result(struct bgproc_job_obj *job, zval *result)
{
	zend_string *text = bgproc_job_companion(job, ".result");

	ZVAL_NULL(result);
	if (!text) {
		return false;
	}
	if (ZSTR_LEN(text) == 0) {
		bgproc_throw_status(BGPROC_ERR_STORE, ENOENT, "The result of job %s is gone: it was removed with the record",
			ZSTR_VAL(bgproc_job_process(job)->key));
	} else if (php_json_decode_ex(result, ZSTR_VAL(text), ZSTR_LEN(text), PHP_JSON_OBJECT_AS_ARRAY, JSON_DEPTH) != SUCCESS) {
		bgproc_throw_status(BGPROC_ERR_STORE, 0, "The result of job %s is not JSON", ZSTR_VAL(bgproc_job_process(job)->key));
		ZVAL_NULL(result);
	}
	zend_string_release(text);
	return !EG(exception);
}

/* "exit" and "signal", where nobody has said more. */
static void describe_end(zval *result, const struct bgproc_record *record)
{
	const struct bgproc_end *end = &record->end;
	zend_string *message;

	if (record->state == BGPROC_STATE_LOST) {
		add_assoc_string(result, "type", "lost");
		message = zend_strpprintf(0, "how it ended is not known: %s", record->reason);
	} else if (end->stage != BGPROC_STAGE_NONE) {
		add_assoc_string(result, "type", "start");
		message = zend_strpprintf(0, "%s: %s", bgproc_stage_name(end->stage), strerror(end->stage_errno));
	} else if (record->state == BGPROC_STATE_TIMED_OUT) {
		add_assoc_string(result, "type", "timeout");
		message = zend_strpprintf(0, "its time was up");
	} else if (end->exited) {
		add_assoc_string(result, "type", "exit");
		message = end->exit_code == 0 ? ZSTR_INIT_LITERAL("the script ended before the function was called", 0)
									  : zend_strpprintf(0, "exit code %d", end->exit_code);
	} else {
		char name[16];
		bool named = bgproc_signal_name(end->term_signal, name) != NULL;

		add_assoc_string(result, "type", "signal");
		message = zend_strpprintf(0, "signal %d%s%s%s", end->term_signal, named ? " (" : "", named ? name : "", named ? ")" : "");
	}
	add_assoc_str(result, "message", message);
}

void bgproc_job_error(struct bgproc_job_obj *job, zval *result)
{
	const struct bgproc_record *record = &bgproc_job_process(job)->record;
	const struct bgproc_job_progress *progress = record->progress;
	zend_string *name;
	zval whole, *value;

	ZVAL_NULL(result);
	if (!bgproc_state_is_final(record->state) || record->state == BGPROC_STATE_SUCCEEDED ||
		record->state == BGPROC_STATE_STOPPED) {
		return;
	}
	array_init(result);
	if (!progress || !progress->error_type[0] || record->state == BGPROC_STATE_LOST) {
		describe_end(result, record);
		return;
	}
	add_assoc_string(result, "type", progress->error_type);
	add_assoc_string(result, "message", progress->error_message);
	if (!progress->has_result) {
		return;
	}
	if (!read_result(job, &whole)) {
		/* What the record says is true without it. */
		zend_clear_exception();
		return;
	}
	if (Z_TYPE(whole) == IS_ARRAY) {
		ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL(whole), name, value) {
			if (name) {
				Z_TRY_ADDREF_P(value);
				/* type and message too: the record has them shortened. */
				zend_hash_update(Z_ARRVAL_P(result), name, value);
			}
		}
		ZEND_HASH_FOREACH_END();
	}
	zval_ptr_dtor(&whole);
}

int bgproc_job_cancel(struct bgproc_job_obj *job, int64_t grace_ms)
{
	if (!bgproc_job_record(job)) {
		return -1;
	}
	return bgproc_process_stop(bgproc_job_process(job), grace_ms, SIGTERM);
}

/* ---- methods ---- */

PHP_METHOD(Bgproc_Job, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

PHP_METHOD(Bgproc_Job, id)
{
	ZEND_PARSE_PARAMETERS_NONE();
	if (Z_ISUNDEF(Z_BGPROC_JOB_P(ZEND_THIS)->process)) {
		bgproc_job_record(Z_BGPROC_JOB_P(ZEND_THIS));
		RETURN_THROWS();
	}
	RETURN_STR_COPY(bgproc_job_process(Z_BGPROC_JOB_P(ZEND_THIS))->key);
}

PHP_METHOD(Bgproc_Job, __toString)
{
	PHP_MN(Bgproc_Job_id)(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

PHP_METHOD(Bgproc_Job, state)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_OBJ_COPY(bgproc_state_case(record->state));
}

PHP_METHOD(Bgproc_Job, status)
{
	ZEND_PARSE_PARAMETERS_NONE();
	if (!bgproc_job_status(Z_BGPROC_JOB_P(ZEND_THIS), return_value)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(Bgproc_Job, progress)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_LONG(record->progress ? record->progress->percent : 0);
}

PHP_METHOD(Bgproc_Job, text)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_STRING(bgproc_job_status_text(record, true));
}

PHP_METHOD(Bgproc_Job, cancel)
{
	double grace = 10.0;
	int64_t grace_ms;
	int result;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE(grace)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_argument_seconds(grace, 1, &grace_ms)) {
		RETURN_THROWS();
	}
	result = bgproc_job_cancel(Z_BGPROC_JOB_P(ZEND_THIS), grace_ms);
	if (result < 0) {
		RETURN_THROWS();
	}
	RETURN_BOOL(result);
}

PHP_METHOD(Bgproc_Job, result)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	if (record->state != BGPROC_STATE_SUCCEEDED || !record->progress || !record->progress->has_result) {
		RETURN_NULL();
	}
	if (!read_result(Z_BGPROC_JOB_P(ZEND_THIS), return_value)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(Bgproc_Job, error)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	(void) record;
	bgproc_job_error(Z_BGPROC_JOB_P(ZEND_THIS), return_value);
}

PHP_METHOD(Bgproc_Job, scope)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_STRING(record->scope ? record->scope : "");
}

PHP_METHOD(Bgproc_Job, attempt)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_LONG(record->progress ? record->progress->attempt : 1);
}

PHP_METHOD(Bgproc_Job, isMerged)
{
	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_BOOL(Z_BGPROC_JOB_P(ZEND_THIS)->merged);
}

PHP_METHOD(Bgproc_Job, isFinal)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_BOOL(bgproc_state_is_final(record->state));
}

PHP_METHOD(Bgproc_Job, labels)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	bgproc_meta_labels(return_value, record);
}

void bgproc_job_register(void)
{
	bgproc_ce_job = register_class_Bgproc_Job(zend_ce_stringable);
	bgproc_ce_job->create_object = create;
	memcpy(&handlers, zend_get_std_object_handlers(), sizeof handlers);
	handlers.offset = XtOffsetOf(struct bgproc_job_obj, std);
	handlers.free_obj = destroy;
	handlers.get_gc = get_gc;
	handlers.get_constructor = get_constructor;
	handlers.clone_obj = NULL;
	handlers.compare = bgproc_handle_compare;
}
