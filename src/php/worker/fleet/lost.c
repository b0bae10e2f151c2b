/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/fleet/lost.h"
#include "src/php/base/exceptions.h"
#include "src/php/worker/fleet/circuit.h"
#include "src/php/worker/fleet/workers.h"

#include "zend_exceptions.h"

#include "src/platform/signal/signals.h"

#include <sys/wait.h>

/* So often a call may be handed out, and its worker be killed for the timeout, before it has begun. */
#define LATE_MAX 3

static int signal_of(const struct bgproc_worker_report *report)
{
	return report->status_known && WIFSIGNALED(report->status) ? WTERMSIG(report->status) : 0;
}

static int exit_code_of(const struct bgproc_worker_report *report)
{
	return report->status_known && WIFEXITED(report->status) ? WEXITSTATUS(report->status) : -1;
}

zend_string *bgproc_lost_reason(const struct bgproc_worker *worker, const struct bgproc_worker_report *report)
{
	const char *words = worker->last_words ? ZSTR_VAL(worker->last_words) : NULL;
	char name[16];
	int number = signal_of(report), code = exit_code_of(report);

	if (number > 0 && !(words && worker->hopeless)) {
		return zend_strpprintf(0, "the worker %d was killed by signal %d (%s)%s", (int) report->pid, number,
			bgproc_signal_name(number, name) ? name : "unknown", report->out_of_memory ? ", for lack of memory" : "");
	}
	if (words) {
		return zend_strpprintf(0, "the worker %d has ended: %s", (int) report->pid, words);
	}
	if (code >= 0) {
		return zend_strpprintf(0, "the worker %d has ended with exit code %d", (int) report->pid, code);
	}
	return zend_strpprintf(0, "the worker %d has ended, and how is not known", (int) report->pid);
}

static void time_out(struct bgproc_pool_obj *pool, struct bgproc_call *call, const struct bgproc_worker_report *report)
{
	zend_string *text = zend_strpprintf(0, "The call has not ended within its timeout of %.3f s, so its worker %d was killed",
		(double) pool->options.timeout_ms / 1000, (int) report->pid);

	bgproc_call_fail(call, BGPROC_CALL_TIMED_OUT, bgproc_exception_create(bgproc_ce_call_timeout_exception, text));
	zend_string_release(text);
	pool->counts.timed_out++;
}

zend_object *bgproc_lost_exception(
	const struct bgproc_worker *worker, const struct bgproc_worker_report *report, const char *what)
{
	zend_string *reason = bgproc_lost_reason(worker, report);
	zend_string *text = zend_strpprintf(0, "%s: %s", what, ZSTR_VAL(reason));
	zend_object *exception =
		bgproc_worker_lost_create(text, report->pid, signal_of(report), exit_code_of(report), report->out_of_memory);

	zend_string_release(reason);
	zend_string_release(text);
	return exception;
}

void bgproc_lost_calls(
	struct bgproc_pool_obj *pool, struct bgproc_worker *worker, const struct bgproc_worker_report *report)
{
	struct bgproc_call *call = worker->calls.first;

	bgproc_worker_take_back(pool, worker);
	/* The time has passed while its arguments were on the way. That may be chance, but not again and again. */
	if (report->timed_out && call && call->state == BGPROC_CALL_PENDING && ++call->late >= LATE_MAX) {
		bgproc_call_list_remove(&pool->pending, call);
		time_out(pool, call, report);
		bgproc_call_list_add(&pool->ended, call);
	}
	while ((call = bgproc_call_list_take(&worker->calls))) {
		pool->running--;
		if (!report->timed_out && call->retries > 0) {
			call->retries--;
			call->state = BGPROC_CALL_PENDING;
			bgproc_call_list_add_first(&pool->pending, call);
			continue;
		}
		if (report->timed_out) {
			time_out(pool, call, report);
		} else {
			bgproc_call_fail(call, BGPROC_CALL_LOST, bgproc_lost_exception(worker, report, "The call has no result"));
			pool->counts.lost++;
		}
		bgproc_call_list_add(&pool->ended, call);
	}
	bgproc_circuit_apply(pool);
}
