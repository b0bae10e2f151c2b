/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/child/run_once.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/pending_exception.h"
#include "src/php/base/value_codec.h"
#include "src/php/worker/child/fork.h"
#include "src/php/worker/child/last_words.h"
#include "src/php/worker/child/output.h"
#include "src/php/worker/call/exception_codec.h"

#include "zend_exceptions.h"

#include "src/ipc/channel.h"

#include <unistd.h>

static struct bgproc_ipc_channel channel;
static struct bgproc_buf answer;

/* Runs the task and writes the answer. May bail out. Returns its type. */
static enum bgproc_ipc_type run(struct bgproc_callback *task)
{
	zend_object *exception;
	zval result;

	bgproc_callback_call(task, 0, NULL, NULL, &result);
	if (!EG(exception)) {
		bgproc_value_encode(&answer, &result, BGPROC_SERIALIZER_PHP, "The result");
	}
	exception = EG(exception) ? bgproc_exception_take() : NULL;
	if (!exception) {
		return BGPROC_IPC_RETURN;
	}
	answer.length = 0;
	bgproc_exception_encode(&answer, exception, BGPROC_SERIALIZER_PHP);
	return BGPROC_IPC_THROW;
}

ZEND_NORETURN void bgproc_run_once(struct bgproc_callback *task, int fd, bool stream)
{
	struct bgproc_ipc_message message = {.call_id = 1};
	struct bgproc_buf text = {0};
	volatile enum bgproc_ipc_type type = BGPROC_IPC_THROW;
	volatile bool bailout = true;
	pid_t process = getpid();
	int code;

	bgproc_ipc_channel_open(&channel, fd, stream, 1, BGPROC_IPC_MESSAGE_MAX);
	bgproc_child_output_begin(&channel);
	bgproc_last_words_begin();
	zend_try
	{
		type = run(task);
		if (!EG(exception)) {
			bgproc_child_output_end_call();
		}
		bailout = false;
	}
	zend_end_try();
	if (getpid() != process) {
		/* A process that the task has forked does not answer for it. */
		bgproc_child_exit(EG(exit_status));
	}
	if (bailout || EG(exception)) {
		code = bgproc_last_words(&text, bailout);
		bgproc_child_output_send();
		message = (struct bgproc_ipc_message) {.type = BGPROC_IPC_LAST_WORDS, .bytes = text.data, .length = text.length};
		bgproc_ipc_channel_send(&channel, &message);
		bgproc_child_exit(code);
	}
	message.type = type;
	message.bytes = answer.data;
	message.length = answer.length;
	bgproc_ipc_channel_send(&channel, &message);
	bgproc_child_exit(0);
}
