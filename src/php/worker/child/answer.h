/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CHILD_ANSWER_H
#define BGPROC_PHP_WORKER_CHILD_ANSWER_H

/* Running code of the user in a child, and what comes of it as bytes for the parent. */

#include "php.h"

#include "src/core/buf.h"
#include "src/ipc/channel.h"
#include "src/php/base/value/serializer.h"

/* From now on PHP's output, and the reason why PHP ends this process, go to the channel, which must outlive the use of PHP. */
void bgproc_answer_begin(struct bgproc_ipc_channel *channel);

/*
 * Runs code, which may append its result to bytes, and may leave an exception pending. Output buffers that it has left open
 * are ended. Returns RETURN; or THROW if it has thrown, and then bytes are the exception. Does not return after exit() and
 * fatal errors: they are told to the parent, and the process ends. Neither does it in a process that code has forked.
 */
enum bgproc_ipc_type bgproc_answer(
	struct bgproc_buf *bytes, enum bgproc_serializer serializer, void (*code)(void *context), void *context);

#endif
