/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/child/serve.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/interruptible_poll.h"
#include "src/php/base/pending_exception.h"
#include "src/php/base/value_codec.h"
#include "src/php/worker/call/message.h"
#include "src/php/worker/child/answer.h"
#include "src/php/worker/child/fork.h"
#include "src/php/worker/child/recycle.h"
#include "src/php/worker/child/soft_timeout.h"

#include "zend_exceptions.h"

#include "src/ipc/channel.h"
#include "src/platform/clock.h"
#include "src/platform/socket/pair.h"

#include <errno.h>
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
} worker;

/* The zygote has decided to kill this process. What it would do until then must not be seen. */
static ZEND_COLD ZEND_NORETURN void wait_for_death(void)
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

/* ---- setup and teardown ---- */

/* What the system does not let the process have is an exception, as if setup() had thrown it. */
static void apply_limits(const struct bgproc_pool_options *options)
{
	if (options->nice > 0 && setpriority(PRIO_PROCESS, 0, (int) options->nice) != 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot set the option \"nice\" to " ZEND_LONG_FMT, options->nice);
	}
	for (size_t i = 0; i < options->limit_count && !EG(exception); i++) {
		struct rlimit limit = {.rlim_cur = options->limits[i].soft, .rlim_max = options->limits[i].hard};

		if (setrlimit(options->limits[i].resource, &limit) != 0) {
			bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot set a limit of the option \"limits\" to %llu",
				(unsigned long long) limit.rlim_max);
		}
	}
}

static void call_hook(const struct bgproc_callback *hook)
{
	struct bgproc_callback callback = *hook;
	zval result;

	if (!EG(exception) && Z_TYPE(hook->callable) != IS_UNDEF) {
		bgproc_callback_call(&callback, 0, NULL, NULL, &result);
		zval_ptr_dtor(&result);
	}
}

static void set_up(void *context)
{
	const struct bgproc_pool_options *options = context;

	apply_limits(options);
	call_hook(&options->setup);
}

/* Nobody can catch what is thrown between two calls. */
static void warn_of_exception(void)
{
	zend_object *exception = bgproc_exception_take();

	if (exception) {
		zend_exception_error(exception, E_WARNING);
	}
}

static void tear_down(void *context)
{
	const struct bgproc_pool_options *options = context;

	call_hook(&options->teardown);
	warn_of_exception();
}

/* A signal has arrived while the worker was idle: handlers of the user, that setup() or a call has installed, run now. */
static void serve_interrupt(void *context)
{
	(void) context;
	bgproc_serve_interrupt();
	warn_of_exception();
}

/* Runs code that belongs to no call. Returns as bgproc_answer(). */
static enum bgproc_ipc_type run_aside(void (*code)(void *context))
{
	return bgproc_answer(&worker.answer, worker.with->options->serializer, code, (void *) worker.with->options);
}

static ZEND_NORETURN void end(void)
{
	run_aside(tear_down);
	bgproc_child_exit(0);
}

/* ---- a call ---- */

/* The arguments, the call, and its result as bytes. */
static void run_call(void *context)
{
	const struct bgproc_ipc_message *message = context;
	enum bgproc_serializer serializer = worker.with->options->serializer;
	struct bgproc_arguments arguments;
	zval result;

	if (!bgproc_arguments_decode(message->bytes, message->length, serializer, &arguments)) {
		return;
	}
	bgproc_target_call(
		worker.with->target, message->method, arguments.count, arguments.values, arguments.named, &result);
	if (!EG(exception)) {
		bgproc_value_encode(&worker.answer, &result, serializer, "The result");
	}
	zval_ptr_dtor(&result);
	bgproc_arguments_free(&arguments);
}

/* set_time_limit() in a call was for that call. */
static void end_time_limit(void)
{
	if (EG(timeout_seconds) > 0) {
		zend_unset_timeout();
		EG(timeout_seconds) = 0;
		zend_atomic_bool_store(&EG(timed_out), false);
	}
}

/* False: the call was taken back. Does not return when the worker is doomed. */
static bool start_call(uint32_t number, int64_t now_ns)
{
	switch (bgproc_board_start(worker.with->board, worker.slot, number, now_ns)) {
		case BGPROC_BOARD_STARTED:
			return true;
		case BGPROC_BOARD_TAKEN_BACK:
			return false;
		case BGPROC_BOARD_TOO_LATE:
			break;
	}
	wait_for_death();
}

static void serve_call(const struct bgproc_ipc_message *message)
{
	uint32_t number = (uint32_t) message->call_id;
	int64_t begin = (int64_t) bgproc_stopwatch_ns(), now;
	enum bgproc_ipc_type type;
	bool soft;

	if (!start_call(number, begin)) {
		return;
	}
	bgproc_soft_timeout_begin((uint64_t) begin);
	type = bgproc_answer(&worker.answer, worker.with->options->serializer, run_call, (void *) message);
	soft = bgproc_soft_timeout_end() && type == BGPROC_IPC_THROW;
	end_time_limit();
	now = (int64_t) bgproc_stopwatch_ns();
	if (!bgproc_board_finish(worker.with->board, worker.slot, number, now)) {
		wait_for_death();
	}
	send_message(type, number, bgproc_duration_step((uint64_t) (now - begin)), soft ? BGPROC_WORKER_SOFT_TIMEOUT : 0,
		worker.answer.data, worker.answer.length);
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

/* Says READY; or what setup() has thrown, and ends. */
static void get_ready(void)
{
	bool failed = run_aside(set_up) == BGPROC_IPC_THROW;

	send_message(BGPROC_IPC_READY, (uint64_t) getpid(), 0, failed ? BGPROC_WORKER_SETUP_FAILED : 0, worker.answer.data,
		worker.answer.length);
	if (failed) {
		bgproc_child_exit(255);
	}
}

ZEND_NORETURN void bgproc_serve(const struct bgproc_serve *serve, unsigned slot, uint32_t generation, int fd)
{
	struct bgproc_ipc_message message;

	worker.with = serve;
	worker.slot = &serve->board->slots[slot];
	bgproc_ipc_channel_open(&worker.channel, fd, bgproc_socket_is_stream(fd), generation, BGPROC_IPC_MESSAGE_MAX);
	bgproc_answer_begin(&worker.channel);
	if (serve->options->soft_timeout_ms > 0) {
		bgproc_soft_timeout_open(serve->options->soft_timeout_ms);
	}
	get_ready();
	bgproc_recycle_begin(&worker.recycle, serve->options, bgproc_stopwatch_ns());
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
				run_aside(serve_interrupt);
				break;
			default:
				/* The parent has closed its end, or has died. */
				end();
		}
	}
}
