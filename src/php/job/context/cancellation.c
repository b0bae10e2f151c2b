/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/pending_exception.h"
#include "src/php/process/manager_object.h"
#include "src/php/job/context/cancellation.h"
#include "src/php/process/manager_store.h"

#include "zend_exceptions.h"

#include "src/platform/clock.h"
#include "src/store/store.h"

#include <sys/stat.h>

#include <poll.h>
#include <string.h>

/* The supervisor removes the socket first. The record becomes final shortly after, when the connection of a request is closed. */
#define RECORD_WAIT_MS 1000
#define RECORD_LOOK_MS 5

/* Reads the current record. False if this process may not read it. */
static bool read_record(const struct bgproc_job_context_obj *context, struct bgproc_record *record)
{
	const char *slash = strrchr(ZSTR_VAL(context->path), '/');
	struct bgproc_store *store = NULL;
	bool found = false;
	zval options, manager;

	array_init(&options);
	add_assoc_stringl(&options, "working_directory", ZSTR_VAL(context->path),
		slash > ZSTR_VAL(context->path) ? (size_t) (slash - ZSTR_VAL(context->path)) : 1);
	if (bgproc_manager_create(&manager, Z_ARRVAL(options), 1)) {
		if (bgproc_manager_open_store(Z_BGPROC_MANAGER_P(&manager), false, &store) && store) {
			found = store->ops->get(store, ZSTR_VAL(context->id), record, &found, NULL) == BGPROC_OK && found;
			bgproc_manager_close_store(store);
		}
		zval_ptr_dtor(&manager);
	}
	zval_ptr_dtor(&options);
	if (EG(exception)) {
		/* This process works for another user, whose state directory it may not open. */
		bgproc_exception_clear();
	}
	return found;
}

static void set(struct bgproc_job_context_obj *context, enum bgproc_job_over over, const char *format, const char *value)
{
	context->over = over;
	snprintf(context->over_text, sizeof context->over_text, format, value);
}

/* Sets the outcome from the record. False: the record is not final. */
static bool judge(struct bgproc_job_context_obj *context, const struct bgproc_record *record)
{
	if (record->progress && record->progress->attempt > context->message.attempt) {
		set(context, BGPROC_JOB_ENDED, "has given up this attempt%s: another one has taken its place", "");
	} else if (record->state == BGPROC_STATE_STOPPED) {
		set(context, BGPROC_JOB_CANCELLED, "was cancelled%s", "");
	} else if (bgproc_state_is_final(record->state)) {
		set(context, BGPROC_JOB_ENDED, "has ended: %s", bgproc_state_name(record->state));
	} else {
		return false;
	}
	return true;
}

void bgproc_job_cancellation_find_out(struct bgproc_job_context_obj *context)
{
	/* A command must not wait: its record becomes final only when the command itself has ended. */
	struct bgproc_deadline deadline = bgproc_deadline_in(context->is_request ? RECORD_WAIT_MS : 0);
	struct bgproc_record record;

	/* The state if the record does not show more. */
	set(context, BGPROC_JOB_ENDED, "has ended%s: it was cancelled, its time was up, or its supervisor is gone", "");
	while (read_record(context, &record)) {
		bool known = judge(context, &record);

		bgproc_record_free(&record);
		if (known || bgproc_deadline_left(deadline) == 0) {
			break;
		}
		poll(NULL, 0, RECORD_LOOK_MS);
	}
}

bool bgproc_job_goes_on(struct bgproc_job_context_obj *context)
{
	struct stat st;

	if (context->over == BGPROC_JOB_GOES_ON && context->inode &&
		(stat(ZSTR_VAL(context->path), &st) < 0 || st.st_ino != context->inode || st.st_dev != context->device)) {
		bgproc_job_cancellation_find_out(context);
	}
	return context->over == BGPROC_JOB_GOES_ON;
}
