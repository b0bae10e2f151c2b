/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/exceptions.h"
#include "src/php/base/exception_property.h"

#include "zend_exceptions.h"
#include "zend_interfaces.h"
#include "ext/spl/spl_exceptions.h"

#include "stubs/exceptions_arginfo.h"

#include <string.h>

zend_class_entry *bgproc_ce_throwable;
zend_class_entry *bgproc_ce_exception;
zend_class_entry *bgproc_ce_spawn_exception;
zend_class_entry *bgproc_ce_store_exception;
zend_class_entry *bgproc_ce_state_exception;
zend_class_entry *bgproc_ce_timeout_exception;
zend_class_entry *bgproc_ce_lock_exception;
zend_class_entry *bgproc_ce_job_exception;
zend_class_entry *bgproc_ce_job_cancelled_exception;
zend_class_entry *bgproc_ce_payload_exception;
zend_class_entry *bgproc_ce_call_timeout_exception;
zend_class_entry *bgproc_ce_queue_full_exception;
zend_class_entry *bgproc_ce_cancelled_exception;
zend_class_entry *bgproc_ce_worker_lost_exception;
zend_class_entry *bgproc_ce_remote_exception;

/* The only place that maps a kind of failure to a class. */
static zend_class_entry *class_of(enum bgproc_status status)
{
	switch (status) {
		case BGPROC_ERR_ARGUMENT:
			return zend_ce_value_error;
		case BGPROC_ERR_SPAWN:
			return bgproc_ce_spawn_exception;
		case BGPROC_ERR_STORE:
			return bgproc_ce_store_exception;
		case BGPROC_ERR_STATE:
			return bgproc_ce_state_exception;
		case BGPROC_ERR_TIMEOUT:
			return bgproc_ce_timeout_exception;
		case BGPROC_ERR_LOCK:
			return bgproc_ce_lock_exception;
		case BGPROC_OK:
		case BGPROC_ERR_INTERNAL:
			break;
	}
	return bgproc_ce_exception;
}

void bgproc_throw(const struct bgproc_error *err)
{
	zend_class_entry *ce = class_of(err->status);

	if (EG(exception)) {
		return;
	}
	if (err->sys_errno) {
		zend_throw_exception_ex(ce, err->sys_errno, "%s: %s", err->text, strerror(err->sys_errno));
	} else {
		zend_throw_exception(ce, err->text, 0);
	}
}

void bgproc_throw_status(enum bgproc_status status, int sys_errno, const char *format, ...)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	va_list args;

	err.status = status;
	err.sys_errno = sys_errno;
	va_start(args, format);
	ap_php_vsnprintf(err.text, sizeof err.text, format, args);
	va_end(args);
	bgproc_throw(&err);
}

/* The slot of a property of an object that was just made, without its value. The caller sets another one. */
static zval *cleared(zend_object *exception, const char *name, size_t length)
{
	const zend_property_info *info = zend_hash_str_find_ptr(&exception->ce->properties_info, name, length);
	zval *slot = OBJ_PROP(exception, info->offset);

	zval_ptr_dtor(slot);
	return slot;
}

zend_object *bgproc_exception_create(zend_class_entry *ce, zend_string *message)
{
	zval exception, *trace;

	object_init_ex(&exception, ce);
	ZVAL_STR_COPY(cleared(Z_OBJ(exception), ZEND_STRL("message")), message);
	/* It would keep the arguments of whoever happens to wait. */
	trace = bgproc_exception_property(Z_OBJ(exception), "trace");
	zval_ptr_dtor(trace);
	ZVAL_EMPTY_ARRAY(trace);
	return Z_OBJ(exception);
}

zend_object *bgproc_worker_lost_create(zend_string *message, pid_t pid, int signal, int exit_code, bool out_of_memory)
{
	zend_object *exception = bgproc_exception_create(bgproc_ce_worker_lost_exception, message);

	ZVAL_LONG(cleared(exception, ZEND_STRL("pid")), pid);
	if (signal > 0) {
		ZVAL_LONG(cleared(exception, ZEND_STRL("signal")), signal);
	}
	if (exit_code >= 0) {
		ZVAL_LONG(cleared(exception, ZEND_STRL("exitCode")), exit_code);
	}
	ZVAL_BOOL(cleared(exception, ZEND_STRL("outOfMemory")), out_of_memory);
	return exception;
}

zend_object *bgproc_remote_exception_create(zend_string *class_name, zend_string *message, zval *code, zend_string *file,
	zend_long line, zend_string *trace)
{
	zend_object *exception = bgproc_exception_create(bgproc_ce_remote_exception, message);

	ZVAL_COPY(cleared(exception, ZEND_STRL("code")), code);
	ZVAL_STR_COPY(cleared(exception, ZEND_STRL("file")), file);
	ZVAL_LONG(cleared(exception, ZEND_STRL("line")), line);
	ZVAL_STR_COPY(cleared(exception, ZEND_STRL("remoteClass")), class_name);
	ZVAL_STR_COPY(cleared(exception, ZEND_STRL("remoteTrace")), trace);
	return exception;
}

/* A property of our own; as everything private, no code of the script replaces its slot. */
static zval *get(zval *exception, zend_class_entry *ce, const char *name, size_t length)
{
	const zend_property_info *info = zend_hash_str_find_ptr(&ce->properties_info, name, length);
	zval *value = OBJ_PROP(Z_OBJ_P(exception), info->offset);

	ZVAL_DEREF(value);
	return value;
}

#define GETTER(class_name, method, ce, name) \
	ZEND_METHOD(Bgproc_##class_name, method) \
	{ \
		ZEND_PARSE_PARAMETERS_NONE(); \
		RETURN_COPY(get(ZEND_THIS, ce, ZEND_STRL(name))); \
	}

GETTER(WorkerLostException, getPid, bgproc_ce_worker_lost_exception, "pid")
GETTER(WorkerLostException, getSignal, bgproc_ce_worker_lost_exception, "signal")
GETTER(WorkerLostException, getExitCode, bgproc_ce_worker_lost_exception, "exitCode")
GETTER(WorkerLostException, isOutOfMemory, bgproc_ce_worker_lost_exception, "outOfMemory")
GETTER(RemoteException, getRemoteClass, bgproc_ce_remote_exception, "remoteClass")
GETTER(RemoteException, getRemoteTrace, bgproc_ce_remote_exception, "remoteTrace")

void bgproc_exceptions_register(void)
{
	bgproc_ce_throwable = register_class_Bgproc_Throwable(zend_ce_throwable);
	bgproc_ce_exception = register_class_Bgproc_Exception(spl_ce_RuntimeException, bgproc_ce_throwable);
	bgproc_ce_spawn_exception = register_class_Bgproc_SpawnException(bgproc_ce_exception);
	bgproc_ce_store_exception = register_class_Bgproc_StoreException(bgproc_ce_exception);
	bgproc_ce_state_exception = register_class_Bgproc_StateException(bgproc_ce_exception);
	bgproc_ce_timeout_exception = register_class_Bgproc_TimeoutException(bgproc_ce_exception);
	bgproc_ce_lock_exception = register_class_Bgproc_LockException(bgproc_ce_exception);
	bgproc_ce_job_exception = register_class_Bgproc_JobException(bgproc_ce_exception);
	bgproc_ce_job_cancelled_exception = register_class_Bgproc_JobCancelledException(bgproc_ce_job_exception);
	bgproc_ce_payload_exception = register_class_Bgproc_PayloadException(bgproc_ce_exception);
	bgproc_ce_call_timeout_exception = register_class_Bgproc_CallTimeoutException(bgproc_ce_timeout_exception);
	bgproc_ce_queue_full_exception = register_class_Bgproc_QueueFullException(bgproc_ce_exception);
	bgproc_ce_cancelled_exception = register_class_Bgproc_CancelledException(bgproc_ce_exception);
	bgproc_ce_worker_lost_exception = register_class_Bgproc_WorkerLostException(bgproc_ce_exception);
	bgproc_ce_remote_exception = register_class_Bgproc_RemoteException(bgproc_ce_exception);
}
