/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/context/current.h"

#include "SAPI.h"
#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/pending_exception.h"
#include "src/php/job/context/accept.h"
#include "src/php/job/context/fatal_error.h"
#include "src/php/job/context/object.h"

/*
 * The context is removed first, because its destruction may run code of the user (a WeakMap) that asks for the current
 * context.
 */
static void forget(void)
{
	zval old;

	ZVAL_COPY_VALUE(&old, &BGPROC_G(job_context));
	ZVAL_UNDEF(&BGPROC_G(job_context));
	zval_ptr_dtor(&old);
}

bool bgproc_job_context_current(zval *result)
{
	zval *known = &BGPROC_G(job_context);
	bool final = true;

	if (Z_TYPE_P(known) == IS_OBJECT && Z_BGPROC_JOB_CONTEXT_P(known)->claim) {
		zend_string *header = bgproc_job_accept_header();

		/*
		 * The server keeps the script between requests. This is another request, or a repetition of the same one, which is
		 * refused later.
		 */
		if (!header || !zend_string_equals(header, Z_BGPROC_JOB_CONTEXT_P(known)->claim) ||
			Z_BGPROC_JOB_CONTEXT_P(known)->request_time != sapi_get_request_time()) {
			forget();
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

/*
 * The script of a request has failed before it asked for its job. The job is informed of the error nevertheless. If there is
 * no memory left, the job only learns that the response was an HTTP 500.
 */
static void take_up_late(void)
{
	zval worker;

	zend_try
	{
		if (bgproc_job_accept_parameters(&worker) && Z_TYPE(worker) == IS_OBJECT) {
			ZVAL_COPY_VALUE(&BGPROC_G(job_context), &worker);
		}
	}
	zend_end_try();
	if (EG(exception)) {
		bgproc_exception_clear();
	}
}

void bgproc_job_context_rshutdown(void)
{
	if (Z_TYPE(BGPROC_G(job_context)) == IS_UNDEF && bgproc_job_fatal_error_wanted()) {
		take_up_late();
	}
	if (Z_TYPE(BGPROC_G(job_context)) == IS_OBJECT) {
		bgproc_job_fatal_error_report(Z_BGPROC_JOB_CONTEXT_P(&BGPROC_G(job_context)));
	}
	forget();
}
