/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/child/run_once.h"
#include "src/php/base/value_codec.h"
#include "src/php/worker/child/answer.h"
#include "src/php/worker/child/fork.h"

static struct bgproc_ipc_channel channel;
static struct bgproc_buf answer;

static void run(void *context)
{
	zval result;

	bgproc_callback_call(context, 0, NULL, NULL, &result);
	if (!EG(exception)) {
		bgproc_value_encode(&answer, &result, BGPROC_SERIALIZER_PHP, "The result");
	}
	zval_ptr_dtor(&result);
}

ZEND_NORETURN void bgproc_run_once(struct bgproc_callback *task, int fd, bool stream)
{
	struct bgproc_ipc_message message = {.call_id = 1};

	bgproc_ipc_channel_open(&channel, fd, stream, 1, BGPROC_IPC_MESSAGE_MAX);
	bgproc_answer_begin(&channel);
	message.type = bgproc_answer(&answer, BGPROC_SERIALIZER_PHP, run, task);
	message.bytes = answer.data;
	message.length = answer.length;
	bgproc_ipc_channel_send(&channel, &message);
	bgproc_child_exit(0);
}
