/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/fleet/receive.h"
#include "src/php/base/pending_exception.h"
#include "src/php/base/value_codec.h"
#include "src/php/worker/call/message.h"
#include "src/php/worker/call/exception_codec.h"
#include "src/php/worker/fleet/feed.h"
#include "src/php/worker/fleet/circuit.h"
#include "src/php/worker/fleet/spawn.h"
#include "src/php/worker/fleet/workers.h"

#include "src/ipc/value.h"

/* Messages that are read from one worker before the next one has its turn. */
#define BUDGET 1024

struct reader {
	struct bgproc_pool_obj *pool;
	struct bgproc_worker *worker;
	const char *problem; /* what the worker did wrong; NULL: nothing */
};

/* ---- results ---- */

static void count_duration(struct bgproc_pool_obj *pool, uint16_t step)
{
	struct bgproc_pool_counts *counts = &pool->counts;
	double ns;

	if (!counts->durations) {
		counts->durations = ecalloc(BGPROC_DURATION_STEPS, sizeof *counts->durations);
	}
	/* A worker can send any number. */
	step = MIN(step, BGPROC_DURATION_STEPS - 1);
	ns = bgproc_duration_of_step(step);
	counts->durations[step]++;
	counts->duration_sum_ns += ns;
	/* One long call among short ones must count at once: calls would wait behind it. */
	counts->duration_mean_ns = counts->duration_mean_ns == 0 || ns > counts->duration_mean_ns
		? ns
		: counts->duration_mean_ns * 0.9 + ns * 0.1;
}

/*
 * A result without serialized parts can be decoded here, because no code of the user can run. The call is still in the list of
 * the worker: PHP may end the script here for lack of memory.
 */
static void take_result(struct bgproc_pool_obj *pool, struct bgproc_call *call, const struct bgproc_ipc_message *message)
{
	zval value;

	if (!bgproc_ipc_is_plain(message->bytes, message->length)) {
		bgproc_call_arrive(call, BGPROC_ANSWER_VALUE, message->bytes, message->length);
	} else if (bgproc_value_decode(message->bytes, message->length, pool->options.serializer, "The result", &value)) {
		bgproc_call_arrive_decoded(call, &value);
	} else {
		bgproc_call_fail(call, BGPROC_CALL_FAILED, bgproc_exception_take());
		pool->counts.failed++;
	}
}

static void answered(struct reader *reader, const struct bgproc_ipc_message *message)
{
	struct bgproc_pool_obj *pool = reader->pool;
	struct bgproc_worker *worker = reader->worker;
	struct bgproc_call *call = worker->calls.first;

	if (!call || call->number != message->call_id) {
		reader->problem = "it has answered a call that it does not have";
		return;
	}
	count_duration(pool, message->method);
	if (message->type == BGPROC_IPC_RETURN) {
		take_result(pool, call, message);
	} else {
		bgproc_call_arrive(call,
			message->flags & BGPROC_WORKER_SOFT_TIMEOUT ? BGPROC_ANSWER_SOFT_TIMEOUT : BGPROC_ANSWER_EXCEPTION, message->bytes,
			message->length);
	}
	bgproc_call_list_remove(&worker->calls, call);
	bgproc_call_list_add(&pool->ended, call);
	pool->running--;
	pool->counts.bytes_received += message->length;
	if (worker->calls.count > 0) {
		worker->head_ns = bgproc_stopwatch_coarse_ns();
	} else {
		bgproc_worker_may_end(worker);
	}
	/* A new worker that has served a call: the crashes are over. */
	if (worker->completed++ == 0 && bgproc_circuit_close(pool)) {
		bgproc_spawn_fill(pool);
	}
}

/* ---- other messages ---- */

static void printed(struct reader *reader, const struct bgproc_ipc_message *message)
{
	struct bgproc_pool_output *output = emalloc(sizeof *output + message->length);

	output->next = NULL;
	output->pid = (pid_t) message->call_id;
	output->length = message->length;
	output->shown = 0;
	memcpy(output->bytes, message->bytes, message->length);
	if (reader->pool->last_output) {
		reader->pool->last_output->next = output;
	} else {
		reader->pool->output = output;
	}
	reader->pool->last_output = output;
}

/* The text of an exception of setup(). Its class may be unknown here, so only the description is used. */
static void setup_failed(struct reader *reader, const struct bgproc_ipc_message *message)
{
	zend_string *text = bgproc_exception_describe(message->bytes, message->length);

	bgproc_worker_words(reader->worker, zend_strpprintf(0, "its setup has failed: %s", ZSTR_VAL(text)));
	zend_string_release(text);
}

static void ready(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	if (worker->state != BGPROC_WORKER_STARTING) {
		return;
	}
	bgproc_worker_enter(pool, worker, BGPROC_WORKER_READY);
	bgproc_feed_worker(pool, worker);
}

/* It has done its share, and has not begun the other calls that it has. */
static void retired(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	worker->retired = true;
	if (worker->state <= BGPROC_WORKER_READY) {
		bgproc_worker_enter(pool, worker, BGPROC_WORKER_RETIRING);
	}
	bgproc_worker_take_back(pool, worker);
	bgproc_worker_may_end(worker);
	/* A successor starts while it ends. */
	if (!worker->surplus) {
		bgproc_spawn_fill(pool);
	}
}

static void take(void *context, const struct bgproc_ipc_message *message)
{
	struct reader *reader = context;

	if (reader->problem) {
		return;
	}
	switch (message->type) {
		case BGPROC_IPC_RETURN:
		case BGPROC_IPC_THROW:
			answered(reader, message);
			break;
		case BGPROC_IPC_OUTPUT:
			printed(reader, message);
			break;
		case BGPROC_IPC_READY:
			/* The report of the zygote may come later. */
			reader->worker->pid = (pid_t) message->call_id;
			if (message->flags & BGPROC_WORKER_SETUP_FAILED) {
				setup_failed(reader, message);
			} else {
				ready(reader->pool, reader->worker);
			}
			break;
		case BGPROC_IPC_RETIRE:
			retired(reader->pool, reader->worker);
			break;
		case BGPROC_IPC_LAST_WORDS:
			bgproc_worker_words(reader->worker, zend_string_init(message->bytes ? message->bytes : "", message->length, 0));
			break;
		default:
			reader->problem = "it has sent what only a parent sends";
	}
}

/* ---- reading ---- */

void bgproc_receive(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	struct reader reader = {.pool = pool, .worker = worker};

	switch (bgproc_ipc_channel_receive(&worker->channel, BUDGET, take, &reader)) {
		case BGPROC_IPC_GONE:
			bgproc_worker_gone(pool, worker, reader.problem);
			return;
		case BGPROC_IPC_BROKEN:
			bgproc_worker_gone(pool, worker, worker->channel.problem);
			return;
		case BGPROC_IPC_FAILED:
			bgproc_worker_gone(pool, worker, "nothing can be received from it");
			return;
		case BGPROC_IPC_MORE:
			pool->more = true;
			break;
		default:
			break;
	}
	if (reader.problem) {
		bgproc_worker_gone(pool, worker, reader.problem);
		return;
	}
	bgproc_feed_worker(pool, worker);
}

void bgproc_receive_rest(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	struct reader reader = {.pool = pool, .worker = worker};

	while (bgproc_ipc_channel_receive(&worker->channel, BUDGET, take, &reader) == BGPROC_IPC_MORE) {
	}
}
