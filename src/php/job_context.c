/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/exceptions.h"
#include "src/php/handle_compare.h"
#include "src/php/job_accept.h"
#include "src/php/job_context.h"
#include "src/php/job_function.h"
#include "src/php/job_last_words.h"
#include "src/php/job_over.h"

#include "SAPI.h"
#include "ext/json/php_json.h"
#include "php_output.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include "src/platform/clock.h"

#include "stubs/job_context_arginfo.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SAME_NS UINT64_C(50000000)
#define TEXT_MAX 4096
#define LOG_MAX 8000
#define REASON_MAX 8000
#define JSON_DEPTH 512
/* PHP's own limit is to end what nobody else can: a script that its supervisor has given up. */
#define LIMIT_MARGIN_S 5
#define LIMIT_EVERY_NS UINT64_C(1000000000)

zend_class_entry *bgproc_ce_job_context;
static zend_object_handlers handlers;

/* ---- object ---- */

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_job_context_obj *context = zend_object_alloc(sizeof *context, ce);

	zend_object_std_init(&context->std, ce);
	object_properties_init(&context->std, ce);
	context->std.handlers = &handlers;
	context->report.fd = -1;
	return &context->std;
}

static void destroy(zend_object *object)
{
	struct bgproc_job_context_obj *context = bgproc_job_context_from_obj(object);

	bgproc_job_report_close(&context->report);
	bgproc_buf_free(&context->error_message);
	bgproc_buf_free(&context->error_file);
	if (context->id) {
		zend_string_release(context->id);
		zend_string_release(context->path);
	}
	if (context->claim) {
		zend_string_release(context->claim);
	}
	if (context->unsent_text) {
		zend_string_release(context->unsent_text);
	}
	zend_object_std_dtor(object);
}

static zend_function *get_constructor(zend_object *object)
{
	zend_throw_error(NULL, "Cannot directly construct %s, use Bgproc\\JobManager::current() instead", ZSTR_VAL(object->ce->name));
	return NULL;
}

void bgproc_job_context_create(zval *result, struct bgproc_job_report *report, zend_string *id, zend_string *path)
{
	struct bgproc_job_context_obj *context;
	struct stat st;

	object_init_ex(result, bgproc_ce_job_context);
	context = Z_BGPROC_JOB_CONTEXT_P(result);
	context->report = *report;
	*report = (struct bgproc_job_report) BGPROC_JOB_REPORT_INIT;
	context->id = zend_string_copy(id);
	context->path = zend_string_copy(path);
	context->owner = getpid();
	if (stat(ZSTR_VAL(path), &st) == 0) {
		context->device = st.st_dev;
		context->inode = st.st_ino;
	}
}

/* The context of $this; NULL with an exception pending. */
static struct bgproc_job_context_obj *fetch(zval *this)
{
	struct bgproc_job_context_obj *context = Z_BGPROC_JOB_CONTEXT_P(this);

	if (!context->id) {
		zend_throw_error(NULL, "This context was not made by Bgproc\\JobManager::current()");
		return NULL;
	}
	return context;
}

/* ---- the end that came from outside ---- */

static void throw_over(const struct bgproc_job_context_obj *context)
{
	zend_throw_exception_ex(
		context->over == BGPROC_JOB_CANCELLED ? bgproc_ce_job_cancelled_exception : bgproc_ce_job_exception, 0,
		"Job %s %s", ZSTR_VAL(context->id), context->over_text);
}

/* Once it is over it stays over. True: it goes on. */
static bool look(struct bgproc_job_context_obj *context)
{
	struct stat st;

	if (context->over == BGPROC_JOB_GOES_ON && context->inode &&
		(stat(ZSTR_VAL(context->path), &st) < 0 || st.st_ino != context->inode || st.st_dev != context->device)) {
		bgproc_job_over_find_out(context);
	}
	return context->over == BGPROC_JOB_GOES_ON;
}

/* ---- sending ---- */

/*
 * Whether the active buffer is the one that PHP makes for INI output_buffering = SIZE: in pieces of that size, without a
 * callback. One that the script has made is its own business, on whatever level it stands; "On" makes one that looks the same.
 */
static bool is_buffer_of_php(void)
{
	const php_output_handler *active = php_output_get_active_handler();

	return active && !(active->flags & PHP_OUTPUT_HANDLER_USER) && PG(output_buffering) > 1 &&
		active->size == (size_t) PG(output_buffering);
}

/* In a web worker what was printed goes with the update, to be seen as the status text. */
static void flush_output(void)
{
	int level = php_output_get_level();
	zval length;

	if (level == 1 && is_buffer_of_php()) {
		ZVAL_LONG(&length, 0);
		if (php_output_get_length(&length) == SUCCESS && Z_LVAL(length) > 0) {
			php_output_flush();
			level = 0;
		}
	}
	/* Where nothing was printed yet some servers would send the headers now, and it is too early for that. */
	if (level == 0 && SG(headers_sent)) {
		sapi_flush();
	}
}

void bgproc_job_context_move_limit(struct bgproc_job_context_obj *context)
{
	zend_long seconds = context->timeout_ms > 0 ? (zend_long) (context->timeout_ms / 1000) + 1 + LIMIT_MARGIN_S : 0;
	uint64_t now = bgproc_stopwatch_coarse_ns();
	zend_string *name;
	char value[24];

	if (EG(timeout_seconds) == 0 || now - context->limit_set_ns < LIMIT_EVERY_NS) {
		return;
	}
	context->limit_set_ns = now;
	if (seconds != 0 && EG(timeout_seconds) > seconds) {
		seconds = EG(timeout_seconds);
	}
	/* As set_time_limit() does: the next request has its own again, and where an administrator has set it, it stays. */
	snprintf(value, sizeof value, ZEND_LONG_FMT, seconds);
	name = zend_string_init(ZEND_STRL("max_execution_time"), 0);
	zend_alter_ini_entry_chars_ex(name, value, strlen(value), PHP_INI_USER, PHP_INI_STAGE_RUNTIME, 0);
	zend_string_release(name);
}

/* Sends what was begun. important: it must not get lost. False with an exception pending. */
static bool deliver(struct bgproc_job_context_obj *context, bool important)
{
	enum bgproc_job_sent sent = BGPROC_JOB_GONE;

	if (context->over == BGPROC_JOB_GOES_ON) {
		sent = bgproc_job_report_send(&context->report, important ? BGPROC_JOB_PATIENCE_MS : 0);
	}
	if (sent == BGPROC_JOB_GONE) {
		if (context->over == BGPROC_JOB_GOES_ON) {
			bgproc_job_over_find_out(context);
		}
		throw_over(context);
		return false;
	}
	if (sent == BGPROC_JOB_NOT_NOW && important) {
		zend_throw_exception_ex(
			bgproc_ce_job_exception, 0, "The supervisor of job %s takes no message", ZSTR_VAL(context->id));
		return false;
	}
	context->unsent = sent == BGPROC_JOB_NOT_NOW;
	if (context->is_request) {
		bgproc_job_context_move_limit(context);
		flush_output();
	}
	return true;
}

static void add_text(struct bgproc_job_context_obj *context, const zend_string *text)
{
	bgproc_job_report_string(&context->report, "text", ZSTR_VAL(text), ZSTR_LEN(text) < TEXT_MAX ? ZSTR_LEN(text) : TEXT_MAX);
}

/* The text that the next message must carry; NULL for none. */
static void keep_text(struct bgproc_job_context_obj *context, zend_string *text)
{
	zend_string *before = context->unsent_text;

	context->unsent_text = text ? zend_string_copy(text) : NULL;
	if (before) {
		zend_string_release(before);
	}
}

void bgproc_job_context_send_unsent(struct bgproc_job_context_obj *context)
{
	if (!context->unsent || context->over != BGPROC_JOB_GOES_ON) {
		return;
	}
	bgproc_job_report_begin(&context->report);
	bgproc_job_report_number(&context->report, "progress", context->progress);
	if (context->unsent_text) {
		add_text(context, context->unsent_text);
	}
	/* Who is gone is found out by what follows. */
	bgproc_job_report_send(&context->report, BGPROC_JOB_PATIENCE_MS);
	context->unsent = false;
	keep_text(context, NULL);
}

/* The same whole percent a moment later: nobody would see it, and that we live was just said. */
static bool says_nothing_new(struct bgproc_job_context_obj *context)
{
	uint64_t now = bgproc_stopwatch_coarse_ns();

	if (!context->unsent && (int) context->progress == context->sent_percent && now - context->sent_ns < SAME_NS) {
		return true;
	}
	context->sent_percent = (int) context->progress;
	context->sent_ns = now;
	return false;
}

static void update(struct bgproc_job_context_obj *context, bool has_progress, double progress, zend_string *text)
{
	if (has_progress) {
		context->progress = progress < 0 ? 0 : progress > 100 ? 100
															  : progress;
	}
	if (has_progress && !text && context->over == BGPROC_JOB_GOES_ON && says_nothing_new(context)) {
		return;
	}
	bgproc_job_report_begin(&context->report);
	if (has_progress || context->unsent) {
		bgproc_job_report_number(&context->report, "progress", context->progress);
	}
	if (!text && context->unsent) {
		text = context->unsent_text;
	}
	if (text) {
		add_text(context, text);
	}
	if (deliver(context, false) && (context->unsent || context->unsent_text)) {
		keep_text(context, context->unsent ? text : NULL);
	}
}

static bool check_number(double number, uint32_t arg_num)
{
	if (isnan(number)) {
		zend_argument_value_error(arg_num, "must be a number");
		return false;
	}
	return true;
}

/* ---- methods ---- */

/* Of a method without arguments. */
#define CONTEXT_OR_THROW(context) \
	struct bgproc_job_context_obj *context; \
\
	ZEND_PARSE_PARAMETERS_NONE(); \
	context = fetch(ZEND_THIS); \
	if (!context) { \
		RETURN_THROWS(); \
	}

PHP_METHOD(Bgproc_JobContext, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

PHP_METHOD(Bgproc_JobContext, id)
{
	CONTEXT_OR_THROW(context)
	RETURN_STR_COPY(context->id);
}

PHP_METHOD(Bgproc_JobContext, attempt)
{
	CONTEXT_OR_THROW(context)
	RETURN_LONG(context->report.attempt);
}

PHP_METHOD(Bgproc_JobContext, update)
{
	struct bgproc_job_context_obj *context;
	zval *progress = NULL;
	zend_string *text = NULL;
	double number = 0;

	ZEND_PARSE_PARAMETERS_START(0, 2)
	Z_PARAM_OPTIONAL
	Z_PARAM_NUMBER_OR_NULL(progress)
	Z_PARAM_STR_OR_NULL(text)
	ZEND_PARSE_PARAMETERS_END();
	context = fetch(ZEND_THIS);
	number = progress ? zval_get_double(progress) : 0;
	if (!context || !check_number(number, 1)) {
		RETURN_THROWS();
	}
	update(context, progress != NULL, number, text);
}

PHP_METHOD(Bgproc_JobContext, incrementProgress)
{
	struct bgproc_job_context_obj *context;
	zval *by = NULL;
	zend_string *text = NULL;
	double number;

	ZEND_PARSE_PARAMETERS_START(0, 2)
	Z_PARAM_OPTIONAL
	Z_PARAM_NUMBER(by)
	Z_PARAM_STR_OR_NULL(text)
	ZEND_PARSE_PARAMETERS_END();
	context = fetch(ZEND_THIS);
	number = by ? zval_get_double(by) : 1;
	if (!context || !check_number(number, 1)) {
		RETURN_THROWS();
	}
	update(context, true, context->progress + number, text);
}

PHP_METHOD(Bgproc_JobContext, getProgress)
{
	CONTEXT_OR_THROW(context)
	RETURN_DOUBLE(context->progress);
}

PHP_METHOD(Bgproc_JobContext, log)
{
	struct bgproc_job_context_obj *context;
	zend_string *line;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR(line)
	ZEND_PARSE_PARAMETERS_END();
	context = fetch(ZEND_THIS);
	if (!context) {
		RETURN_THROWS();
	}
	bgproc_job_context_send_unsent(context);
	bgproc_job_report_begin(&context->report);
	bgproc_job_report_string(
		&context->report, "log", ZSTR_VAL(line), ZSTR_LEN(line) < LOG_MAX ? ZSTR_LEN(line) : LOG_MAX);
	/* A line is worth a moment: nobody can ask for it again. */
	deliver(context, true);
}

/* The JSON of a result. NULL with an exception pending. */
static zend_string *encode(zval *value)
{
	smart_str json = {0};
	static const struct {
		int code;
		const char *why;
	} reasons[] = {
		{PHP_JSON_ERROR_DEPTH, "it is nested too deep"},
		{PHP_JSON_ERROR_RECURSION, "it contains itself"},
		{PHP_JSON_ERROR_INF_OR_NAN, "it holds a number that is infinite or none at all"},
		{PHP_JSON_ERROR_UTF8, "it holds a string that is not UTF-8"},
		{PHP_JSON_ERROR_UNSUPPORTED_TYPE, "it holds a value of a type that JSON does not have"},
	};
	const char *why = "it cannot be encoded";

	if (php_json_encode_ex(&json, value,
			PHP_JSON_UNESCAPED_SLASHES | PHP_JSON_UNESCAPED_UNICODE | PHP_JSON_PRESERVE_ZERO_FRACTION, JSON_DEPTH) == SUCCESS &&
		JSON_G(error_code) == PHP_JSON_ERROR_NONE && !EG(exception)) {
		smart_str_0(&json);
		return json.s;
	}
	smart_str_free(&json);
	if (!EG(exception)) {
		for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
			why = reasons[i].code == (int) JSON_G(error_code) ? reasons[i].why : why;
		}
		zend_value_error("The result of a job must be a value that JSON can hold: %s", why);
	}
	return NULL;
}

void bgproc_job_context_finish(struct bgproc_job_context_obj *context, zval *result)
{
	zend_string *json = encode(result);

	if (!json) {
		return;
	}
	if (ZSTR_LEN(json) > BGPROC_JOB_REPORT_MAX) {
		zend_value_error("The result of a job must be at most %d bytes of JSON, these are %zu; give the name of a file",
			BGPROC_JOB_REPORT_MAX, ZSTR_LEN(json));
	} else {
		bgproc_job_context_send_unsent(context);
		bgproc_job_report_begin(&context->report);
		bgproc_job_report_raw(&context->report, "finish", "true", 4);
		if (Z_TYPE_P(result) != IS_NULL) {
			bgproc_job_report_raw(&context->report, "result", ZSTR_VAL(json), ZSTR_LEN(json));
		}
		if (deliver(context, true)) {
			context->decided = true;
			context->progress = 100;
		}
	}
	zend_string_release(json);
}

PHP_METHOD(Bgproc_JobContext, finish)
{
	struct bgproc_job_context_obj *context;
	zval *result = NULL, none;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_ZVAL(result)
	ZEND_PARSE_PARAMETERS_END();
	context = fetch(ZEND_THIS);
	if (!context) {
		RETURN_THROWS();
	}
	ZVAL_NULL(&none);
	bgproc_job_context_finish(context, result ? result : &none);
}

PHP_METHOD(Bgproc_JobContext, fail)
{
	struct bgproc_job_context_obj *context;
	zend_string *reason;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR(reason)
	ZEND_PARSE_PARAMETERS_END();
	context = fetch(ZEND_THIS);
	if (!context) {
		RETURN_THROWS();
	}
	bgproc_job_context_send_unsent(context);
	bgproc_job_report_begin(&context->report);
	bgproc_job_report_string(
		&context->report, "fail", ZSTR_VAL(reason), ZSTR_LEN(reason) < REASON_MAX ? ZSTR_LEN(reason) : REASON_MAX);
	if (deliver(context, true)) {
		context->decided = true;
		EG(exit_status) = 1;
		zend_throw_unwind_exit();
	}
}

PHP_METHOD(Bgproc_JobContext, isCancelled)
{
	CONTEXT_OR_THROW(context)
	RETURN_BOOL(!look(context));
}

PHP_METHOD(Bgproc_JobContext, throwIfCancelled)
{
	struct bgproc_job_context_obj *context;

	ZEND_PARSE_PARAMETERS_NONE();
	context = fetch(ZEND_THIS);
	if (context && !look(context)) {
		throw_over(context);
	}
}

PHP_METHOD(Bgproc_JobContext, run)
{
	HashTable *arguments;
	zval *callable, current;

	ZEND_PARSE_PARAMETERS_START(2, 2)
	Z_PARAM_ZVAL(callable)
	Z_PARAM_ARRAY_HT(arguments)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_job_context_current(&current)) {
		RETURN_THROWS();
	}
	if (Z_TYPE(current) != IS_OBJECT) {
		zend_throw_exception_ex(bgproc_ce_job_exception, 0, "This script is part of no job, or the job has ended");
		RETURN_THROWS();
	}
	bgproc_job_function_run(Z_BGPROC_JOB_CONTEXT_P(&current), callable, arguments);
	zval_ptr_dtor(&current);
}

/* ---- the request ---- */

bool bgproc_job_context_current(zval *result)
{
	zval *known = &BGPROC_G(job_context);
	bool final = true;

	if (Z_TYPE_P(known) == IS_OBJECT && Z_BGPROC_JOB_CONTEXT_P(known)->claim) {
		zend_string *header = bgproc_job_accept_header();

		/* A server that keeps the script between requests: this is another one, or the same once more, which is refused. */
		if (!header || !zend_string_equals(header, Z_BGPROC_JOB_CONTEXT_P(known)->claim) ||
			Z_BGPROC_JOB_CONTEXT_P(known)->request_time != sapi_get_request_time()) {
			zval_ptr_dtor(known);
			ZVAL_UNDEF(known);
		}
	}
	if (Z_TYPE_P(known) == IS_OBJECT || Z_TYPE_P(known) == IS_NULL) {
		ZVAL_COPY(result, known);
		return true;
	}
	if (!bgproc_job_accept(result, &final)) {
		return false;
	}
	if (Z_TYPE_P(result) == IS_OBJECT || final) {
		ZVAL_COPY(known, result);
	}
	return true;
}

/* ---- the end of the script ---- */

void bgproc_job_context_rshutdown(void)
{
	if (Z_TYPE(BGPROC_G(job_context)) == IS_OBJECT) {
		bgproc_job_last_words(Z_BGPROC_JOB_CONTEXT_P(&BGPROC_G(job_context)));
	}
	zval_ptr_dtor(&BGPROC_G(job_context));
	ZVAL_UNDEF(&BGPROC_G(job_context));
}

void bgproc_job_context_register(int type)
{
	bgproc_ce_job_context = register_class_Bgproc_JobContext();
	bgproc_ce_job_context->create_object = create;
	memcpy(&handlers, zend_get_std_object_handlers(), sizeof handlers);
	handlers.offset = XtOffsetOf(struct bgproc_job_context_obj, std);
	handlers.free_obj = destroy;
	handlers.get_constructor = get_constructor;
	handlers.clone_obj = NULL;
	handlers.compare = bgproc_handle_compare;
	if (type == MODULE_PERSISTENT) {
		/* It cannot be taken back, so not by a module that may go before PHP does. */
		bgproc_job_last_words_observe();
	}
}
