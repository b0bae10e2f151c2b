/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CALL_CALL_H
#define BGPROC_PHP_WORKER_CALL_CALL_H

/*
 * One call to a pool, from submit() to its end: its arguments as bytes, its state and its result. The object that PHP code
 * sees is a Future (future_object.h), which may be freed earlier than the call, or later.
 *
 * A call that has arrived has its answer, mostly as bytes. It ends later, in bgproc_settle(): there code of the user may run,
 * which decoding needs, and what the call has printed is shown before.
 */

#include "php.h"

#include "src/ipc/block.h"
#include "src/php/base/callback.h"

#include <stdint.h>

struct bgproc_pool_obj;

enum bgproc_call_state {
	BGPROC_CALL_PENDING, /* waits for a worker */
	BGPROC_CALL_SENT,    /* a worker has it; it may not have begun */
	BGPROC_CALL_ARRIVED, /* the answer is there as bytes */
	/* the ends */
	BGPROC_CALL_SUCCEEDED,
	BGPROC_CALL_FAILED,
	BGPROC_CALL_TIMED_OUT,
	BGPROC_CALL_LOST,
	BGPROC_CALL_CANCELLED,
};

enum bgproc_call_answer {
	BGPROC_ANSWER_NONE,
	BGPROC_ANSWER_DECODED,      /* the value is the result already */
	BGPROC_ANSWER_VALUE,        /* the bytes are a value */
	BGPROC_ANSWER_EXCEPTION,    /* the bytes are an exception */
	BGPROC_ANSWER_SOFT_TIMEOUT, /* so they are, and it came out of the soft timeout */
};

/* What then(), catch() and finally() have added to a call: a handler, and the call that ends with what the handler returns. */
enum bgproc_handler_kind {
	BGPROC_HANDLER_THEN,
	BGPROC_HANDLER_CATCH,
	BGPROC_HANDLER_FINALLY,
	BGPROC_HANDLER_FOLLOW, /* no callable: the derived call ends as this one, because a handler has returned its future */
};

struct bgproc_call;

struct bgproc_handler {
	struct bgproc_handler *next;
	enum bgproc_handler_kind kind;
	struct bgproc_callback callback; /* undefined with FOLLOW */
	struct bgproc_call *derived;     /* owned reference */
};

struct bgproc_call {
	uint32_t refs;
	enum bgproc_call_state state;
	enum bgproc_call_answer answer;
	bool derived;     /* of then(), catch() or finally(): no worker runs it */
	bool seen;        /* somebody has been told of the failure */
	uint8_t late;     /* how often its time has passed before it had begun */
	uint16_t method;  /* of the worker object */
	uint32_t retries; /* that are left */
	uint32_t slot;    /* SENT: of its worker */
	uint32_t number;  /* SENT: its number there */
	uint64_t id;
	uint64_t order;                      /* of its end among those of all calls */
	struct bgproc_pool_obj *pool;        /* borrowed; NULL when the call has ended or its pool was closed */
	zend_object *future;                 /* borrowed; NULL: there is none now */
	struct bgproc_call *next, *previous; /* in one list: pending, of a worker, or ended */
	struct bgproc_handler *handlers, *last_handler;
	zval value; /* the result, or the exception; undefined before the end */
	/* Called once at the end, in place of warnings about failures that nobody sees. It may end the script. */
	void (*ended)(void *context, struct bgproc_call *call);
	void *context;
	char *bytes; /* the arguments, then the answer; points to inline_bytes or into the block, or is owned */
	size_t length;
	struct bgproc_ipc_block *block; /* of very long arguments, which their worker's channel shares; NULL: none */
	char inline_bytes[];
};

static inline bool bgproc_call_done(const struct bgproc_call *call)
{
	return call->state >= BGPROC_CALL_SUCCEEDED;
}

static inline bool bgproc_call_failed(const struct bgproc_call *call)
{
	return call->state > BGPROC_CALL_SUCCEEDED;
}

/*
 * A new call with one reference and these arguments. Very long ones are not copied: the memory goes to the call, and the buffer
 * is empty then. The caller uses the buffer again, or frees it.
 */
struct bgproc_call *bgproc_call_new(uint64_t id, struct bgproc_buf *arguments);

/* A call that no worker runs: of then(), catch() or finally(). */
struct bgproc_call *bgproc_call_derive(uint64_t id);

static inline struct bgproc_call *bgproc_call_ref(struct bgproc_call *call)
{
	call->refs++;
	return call;
}

/* Frees a call with its last reference. May run destructors of the result. */
void bgproc_call_release(struct bgproc_call *call);

/* Replaces the arguments by a copy of the answer. */
void bgproc_call_arrive(struct bgproc_call *call, enum bgproc_call_answer answer, const char *bytes, size_t length);

/* Has the result already, of which it takes ownership. */
void bgproc_call_arrive_decoded(struct bgproc_call *call, zval *value);

/*
 * Ends the call with a value, of which it takes ownership: the result, or for a failed state the exception. Runs no code of the
 * user; its handlers are called later (handlers.h).
 */
void bgproc_call_end(struct bgproc_call *call, enum bgproc_call_state state, zval *value);
void bgproc_call_fail(struct bgproc_call *call, enum bgproc_call_state state, zend_object *exception);

/* A warning about a failure that nobody has seen. May run the error handler of the user. */
void bgproc_call_warn_unseen(struct bgproc_call *call);

/* The first handler, which the caller frees; NULL: none. */
struct bgproc_handler *bgproc_call_take_handler(struct bgproc_call *call);
void bgproc_handler_free(struct bgproc_handler *handler);

/* Shows all values of the call to the collector of cycles. */
void bgproc_call_gc(struct bgproc_call *call, zend_get_gc_buffer *buffer);

/* ---- lists ---- */

struct bgproc_call_list {
	struct bgproc_call *first, *last;
	size_t count;
};

void bgproc_call_list_add(struct bgproc_call_list *list, struct bgproc_call *call);
void bgproc_call_list_add_first(struct bgproc_call_list *list, struct bgproc_call *call);
void bgproc_call_list_remove(struct bgproc_call_list *list, struct bgproc_call *call);
/* NULL: the list is empty. */
struct bgproc_call *bgproc_call_list_take(struct bgproc_call_list *list);

#endif
