/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/child/serve.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/pending_exception.h"
#include "src/php/base/value_codec.h"
#include "src/php/worker/call/message.h"
#include "src/php/worker/child/fork.h"
#include "src/php/worker/child/last_words.h"
#include "src/php/worker/child/output.h"
#include "src/php/worker/child/recycle.h"
#include "src/php/worker/child/soft_timeout.h"
#include "src/php/worker/call/exception_codec.h"

#include "zend_exceptions.h"

#include "src/ipc/channel.h"
#include "src/platform/clock.h"

#include <sys/resource.h>
#include <unistd.h>

/* Memory for an answer that is kept for the next one. */
#define ANSWER_KEPT (256u * 1024)

/* One worker process. Static, because the process has no other. */
static struct {
	const struct bgproc_serve *with;
	struct bgproc_board_slot *slot;
	struct bgproc_ipc_channel channel;
	struct bgproc_buf answer;
	struct bgproc_recycle recycle;
	pid_t process;
} worker;

/* The zygote has decided to kill this process. What it would do until then must not be seen. */
static ZEND_COLD void wait_for_death(void)
{
	for (;;) {
		pause();
	}
}

static bool send_message(
	enum bgproc_ipc_type type, uint64_t call_id, uint16_t method, uint16_t flags, const char *bytes, size_t length)
{
	struct bgproc_ipc_message message = {
		.type = type, .call_id = call_id, .method = method, .flags = flags, .bytes = bytes, .length = length};

	return bgproc_ipc_channel_send(&worker.channel, &message) == BGPROC_IPC_OK;
}

/* A process that the script has forked inside a call does not answer for the worker. */
static void leave_if_forked(int code)
{
	if (getpid() != worker.process) {
		bgproc_child_exit(code);
	}
}

/* A fatal error, exit(), or out of memory inside a call: says why and ends the process. */
static ZEND_COLD void die(bool bailout)
{
	struct bgproc_buf text = {0};
	int code = bgproc_last_words(&text, bailout);

	leave_if_forked(code);
	bgproc_child_output_send();
	send_message(BGPROC_IPC_LAST_WORDS, 0, 0, 0, text.data, text.length);
	bgproc_child_exit(code);
}

/* ---- setup and teardown ---- */

static void refuse_setup(zend_object *exception)
{
	bgproc_exception_encode(&worker.answer, exception, worker.with->options->serializer);
	bgproc_child_output_end_call();
	send_message(BGPROC_IPC_READY, (uint64_t) worker.process, 0, BGPROC_WORKER_SETUP_FAILED, worker.answer.data,
		worker.answer.length);
	bgproc_child_exit(255);
}

/* Calls one of the two. An exception of setup() ends the worker, one of teardown() has nobody who could catch it. */
static void call_hook(const struct bgproc_callback *hook, bool setup)
{
	struct bgproc_callback callback = *hook;
	volatile bool bailout = true;
	zend_object *exception;
	zval result;

	if (Z_TYPE(hook->callable) == IS_UNDEF) {
		return;
	}
	bgproc_last_words_begin();
	zend_try
	{
		bgproc_callback_call(&callback, 0, NULL, NULL, &result);
		zval_ptr_dtor(&result);
		exception = bgproc_exception_take();
		if (exception && setup) {
			refuse_setup(exception);
		}
		if (exception) {
			zend_exception_error(exception, E_WARNING);
		}
		bgproc_child_output_end_call();
		bailout = false;
	}
	zend_end_try();
	if (bailout || EG(exception)) {
		die(bailout);
	}
}

static ZEND_NORETURN void end(void)
{
	call_hook(&worker.with->options->teardown, false);
	bgproc_child_exit(0);
}

static void apply_limits(const struct bgproc_pool_options *options)
{
	if (options->nice > 0) {
		setpriority(PRIO_PROCESS, 0, (int) options->nice);
	}
	for (size_t i = 0; i < options->limit_count; i++) {
		struct rlimit limit = {.rlim_cur = options->limits[i].soft, .rlim_max = options->limits[i].hard};

		setrlimit(options->limits[i].resource, &limit);
	}
}

/* ---- a call ---- */

/* Replaces the answer by the exception, which it releases. */
static void answer_exception(zend_object *exception)
{
	worker.answer.length = 0;
	bgproc_exception_encode(&worker.answer, exception, worker.with->options->serializer);
	OBJ_RELEASE(exception);
}

/* Runs the call and writes the answer. May bail out. Returns the type of the answer. */
static enum bgproc_ipc_type run(const struct bgproc_ipc_message *message)
{
	enum bgproc_serializer serializer = worker.with->options->serializer;
	struct bgproc_arguments arguments;
	zend_object *exception;
	zval result;

	worker.answer.length = 0;
	if (bgproc_arguments_decode(message->bytes, message->length, serializer, &arguments)) {
		bgproc_target_call(
			worker.with->target, message->method, arguments.count, arguments.values, arguments.named, &result);
		if (!EG(exception)) {
			bgproc_value_encode(&worker.answer, &result, serializer, "The result");
		}
		zval_ptr_dtor(&result);
		bgproc_arguments_free(&arguments);
	}
	exception = EG(exception) ? bgproc_exception_take() : NULL;
	if (!exception) {
		return BGPROC_IPC_RETURN;
	}
	answer_exception(exception);
	return BGPROC_IPC_THROW;
}

/* An answer that is too long, or for which there is no memory, fails the call alone. */
static enum bgproc_ipc_type check_answer(enum bgproc_ipc_type type)
{
	zend_object *exception = EG(exception) ? bgproc_exception_take() : NULL;

	if (exception) {
		/* of the callback of an output buffer that the call has left open */
		answer_exception(exception);
		return BGPROC_IPC_THROW;
	}
	if (EG(exception)) {
		return type;
	}
	if (worker.answer.length <= worker.with->limit && bgproc_buf_ok(&worker.answer)) {
		return type;
	}
	zend_throw_exception_ex(bgproc_ce_payload_exception, 0,
		"The result cannot be sent to the parent: it has %zu bytes, and the limit is %u", worker.answer.length,
		worker.with->limit);
	bgproc_buf_free(&worker.answer);
	answer_exception(bgproc_exception_take());
	return BGPROC_IPC_THROW;
}

static void serve_call(const struct bgproc_ipc_message *message)
{
	uint32_t number = (uint32_t) message->call_id;
	int64_t begin = (int64_t) bgproc_stopwatch_ns(), now;
	volatile enum bgproc_ipc_type type = BGPROC_IPC_THROW;
	volatile bool bailout = true;
	bool soft;

	switch (bgproc_board_start(worker.with->board, worker.slot, number, begin)) {
		case BGPROC_BOARD_STARTED:
			break;
		case BGPROC_BOARD_TAKEN_BACK:
			return;
		case BGPROC_BOARD_TOO_LATE:
			wait_for_death();
	}
	bgproc_last_words_begin();
	bgproc_soft_timeout_begin((uint64_t) begin);
	zend_try
	{
		type = run(message);
		if (!EG(exception)) {
			bgproc_child_output_end_call();
			type = check_answer(type);
		}
		bailout = false;
	}
	zend_end_try();
	soft = bgproc_soft_timeout_end();
	if (EG(timeout_seconds) > 0) {
		/* set_time_limit() was for this call. */
		zend_unset_timeout();
		EG(timeout_seconds) = 0;
	}
	if (bailout || EG(exception)) {
		die(bailout);
	}
	leave_if_forked(0);
	now = (int64_t) bgproc_stopwatch_ns();
	if (!bgproc_board_finish(worker.with->board, worker.slot, number, now)) {
		wait_for_death();
	}
	send_message(type, number, bgproc_duration_step((uint64_t) (now - begin)),
		soft && type == BGPROC_IPC_THROW ? BGPROC_WORKER_SOFT_TIMEOUT : 0, worker.answer.data, worker.answer.length);
	if (worker.answer.capacity > ANSWER_KEPT) {
		bgproc_buf_free(&worker.answer);
	}
	if (bgproc_recycle_due(&worker.recycle, (uint64_t) now)) {
		/* What was sent and has not begun goes to another worker. */
		send_message(BGPROC_IPC_RETIRE, 0, 0, 0, NULL, 0);
		end();
	}
}

/* ---- the loop ---- */

/* A signal has arrived while the worker was idle: handlers of the user, that setup() or a call has installed, run now. */
static void serve_signals(void)
{
	volatile bool bailout = true;
	zend_object *exception;

	bgproc_last_words_begin();
	zend_try
	{
		if (zend_atomic_bool_load(&EG(vm_interrupt))) {
			zend_atomic_bool_store(&EG(vm_interrupt), false);
			/* A time limit that a call has set has passed; the call has ended before. */
			zend_atomic_bool_store(&EG(timed_out), false);
			if (zend_interrupt_function) {
				zend_interrupt_function(EG(current_execute_data));
			}
		}
		exception = bgproc_exception_take();
		if (exception) {
			zend_exception_error(exception, E_WARNING);
		}
		bgproc_child_output_end_call();
		bailout = false;
	}
	zend_end_try();
	if (bailout || EG(exception)) {
		die(bailout);
	}
}

ZEND_NORETURN void bgproc_serve(const struct bgproc_serve *serve, unsigned slot, uint32_t generation, int fd)
{
	struct bgproc_ipc_message message;

	worker.with = serve;
	worker.process = getpid();
	worker.slot = &serve->board->slots[slot];
	bgproc_ipc_channel_open(&worker.channel, fd, serve->stream, generation, serve->limit);
	bgproc_child_output_begin(&worker.channel);
	apply_limits(serve->options);
	if (serve->options->soft_timeout_ms > 0) {
		bgproc_soft_timeout_open(serve->options->soft_timeout_ms);
	}
	call_hook(&serve->options->setup, true);
	bgproc_recycle_begin(&worker.recycle, serve->options, bgproc_stopwatch_ns());
	send_message(BGPROC_IPC_READY, (uint64_t) worker.process, 0, 0, NULL, 0);
	for (;;) {
		switch (bgproc_ipc_channel_next(&worker.channel, &message, true)) {
			case BGPROC_IPC_OK:
				if (message.type == BGPROC_IPC_CALL) {
					serve_call(&message);
				} else if (message.type == BGPROC_IPC_RETIRE) {
					end();
				}
				break;
			case BGPROC_IPC_INTERRUPTED:
				serve_signals();
				break;
			default:
				/* The parent has closed its end, or has died. */
				end();
		}
	}
}
