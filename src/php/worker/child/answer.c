/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/child/answer.h"
#include "src/php/base/pending_exception.h"
#include "src/php/worker/call/exception_codec.h"
#include "src/php/worker/child/fork.h"
#include "src/php/worker/child/last_words.h"
#include "src/php/worker/child/output.h"
#include "src/platform/process/pid.h"

#include "zend_exceptions.h"

static struct bgproc_ipc_channel *parent;
static pid_t process; /* that answers */

void bgproc_answer_begin(struct bgproc_ipc_channel *channel)
{
	parent = channel;
	process = bgproc_pid();
	bgproc_child_output_begin(channel);
}

/* exit(), a fatal error, or out of memory: says why and ends the process. */
static ZEND_COLD ZEND_NORETURN void die(bool bailout)
{
	struct bgproc_buf text = {0};
	struct bgproc_ipc_message message = {.type = BGPROC_IPC_LAST_WORDS};
	int code = bgproc_last_words(&text, bailout);

	if (bgproc_pid() == process) {
		bgproc_child_output_send();
		message.bytes = text.data;
		message.length = text.length;
		bgproc_ipc_channel_send(parent, &message);
	}
	bgproc_child_exit(code);
}

/* What code has thrown; if a callback of an output buffer throws too, that, with the first one as its previous exception. */
static zend_object *thrown_by(void (*code)(void *context), void *context)
{
	zend_object *exception;

	code(context);
	exception = bgproc_exception_take();
	if (EG(exception)) {
		return exception;
	}
	bgproc_child_output_end_call();
	return bgproc_exception_join(exception, bgproc_exception_take(), NULL);
}

static void encode(struct bgproc_buf *bytes, zend_object *exception, enum bgproc_serializer serializer)
{
	bytes->length = 0;
	bgproc_exception_encode(bytes, exception, serializer);
	OBJ_RELEASE(exception);
	/* What a destructor has thrown now has nobody who could catch it. */
	exception = bgproc_exception_take();
	if (exception) {
		zend_exception_error(exception, E_WARNING);
	}
}

enum bgproc_ipc_type bgproc_answer(
	struct bgproc_buf *bytes, enum bgproc_serializer serializer, void (*code)(void *context), void *context)
{
	volatile enum bgproc_ipc_type type = BGPROC_IPC_RETURN;
	volatile bool bailout = true;
	zend_object *exception;

	bgproc_last_words_begin();
	bytes->length = 0;
	zend_try
	{
		exception = thrown_by(code, context);
		if (exception) {
			type = BGPROC_IPC_THROW;
			encode(bytes, exception, serializer);
		}
		bailout = false;
	}
	zend_end_try();
	if (bailout || EG(exception)) {
		die(bailout);
	}
	if (bgproc_pid() != process) {
		bgproc_child_exit(0);
	}
	return type;
}
