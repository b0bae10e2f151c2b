/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/exceptions.h"

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
}
