/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_POOL_OBJECT_H
#define BGPROC_PHP_WORKER_POOL_OBJECT_H

/*
 * The object of class Bgproc\Pool, in the parent: the calls that wait, the workers and what they have, the connection to the
 * zygote. The operations are in fleet/ (the worker processes and what they are given), submit.h, turn.h (waiting), settle.h
 * (ending calls) and close.h.
 */

#include "php.h"

#include "src/core/buf.h"
#include "src/ipc/channel.h"
#include "src/php/worker/call/call.h"
#include "src/php/worker/options.h"
#include "src/php/worker/target.h"
#include "src/platform/clock.h"
#include "src/platform/poll_set.h"
#include "src/zygote/board.h"
#include "src/zygote/control.h"

extern zend_class_entry *bgproc_ce_pool;

/* Each worker may have a successor that starts while it ends. */
#define BGPROC_POOL_SLOTS (2 * BGPROC_POOL_WORKERS_MAX)

/* The key of the control socket in the set of descriptors; those of workers are their slots. */
#define BGPROC_POOL_CONTROL_KEY UINT32_MAX

/* After so many deaths in so short a time workers are started only with pauses. */
#define BGPROC_CRASHES_MAX 5
#define BGPROC_CRASHES_WITHIN_MS 10000

enum bgproc_worker_state {
	BGPROC_WORKER_STARTING, /* ordered; has not said READY */
	BGPROC_WORKER_READY,
	BGPROC_WORKER_RETIRING, /* takes no more calls, because it was told so or has said so */
	BGPROC_WORKER_GONE,     /* its channel is at its end; the report of the zygote has not come */
	BGPROC_WORKER_STATES,
};

/* One worker process. */
struct bgproc_worker {
	enum bgproc_worker_state state;
	bool idle;     /* in the list of idle workers */
	bool dirty;    /* has messages that were not flushed */
	bool writing;  /* waits until its socket is writable */
	bool surplus;  /* after its end no other one takes its place */
	bool hopeless; /* was ordered to be killed */
	bool retired;  /* was told to end, or has said so */
	uint32_t slot, generation;
	pid_t pid; /* 0: not known yet */
	int fd;
	struct bgproc_ipc_channel channel;
	struct bgproc_call_list calls;      /* sent, in order; the first one runs */
	uint32_t last_sent;                 /* the number of the last call */
	uint64_t completed;                 /* calls */
	uint64_t since_ns;                  /* the time of its start */
	uint64_t head_ns;                   /* since when the first call may run */
	struct bgproc_deadline ready_until; /* STARTING: when it is killed */
	struct bgproc_deadline gone_until;  /* RETIRING without calls, GONE: when it is killed */
	zend_string *last_words;            /* why PHP ended it; NULL: unknown */
};

/* Lines that a worker has printed; they are shown when code of the user may run. */
struct bgproc_pool_output {
	struct bgproc_pool_output *next;
	pid_t pid;
	size_t length, shown;
	char bytes[];
};

struct bgproc_pool_circuit {
	struct bgproc_deadline crashes[BGPROC_CRASHES_MAX]; /* until when each counts */
	unsigned crash_next;                                /* the oldest */
	bool broken;                                        /* for ever */
	int64_t pause_ms;                                   /* before the next worker is started; 0: the circuit is closed */
	zend_string *reason;                                /* of the last crash; NULL: none */
};

struct bgproc_pool_counts {
	uint64_t completed, failed, timed_out, lost, respawned, bytes_sent, bytes_received;
	uint64_t *durations; /* BGPROC_DURATION_STEPS counters; NULL before the first result */
	double duration_sum_ns;
	double duration_mean_ns;   /* of the last calls, for the prefetch; 0: unknown */
	struct bgproc_usage ended; /* of the workers that have ended: the sum of times, the largest memory */
};

struct bgproc_pool_obj {
	struct bgproc_pool_options options;
	struct bgproc_target target;
	bool open;                         /* constructed and not closed */
	bool closing;                      /* no new calls are accepted */
	pid_t owner;                       /* the process to which the pool belongs */
	pid_t zygote;                      /* 0: none */
	struct bgproc_control_end control; /* its fd is -1: none */
	struct bgproc_board board;
	struct bgproc_poll_set *set;
	struct bgproc_worker **slots;             /* BGPROC_POOL_SLOTS; NULL: free */
	uint32_t slots_used;                      /* all behind are free */
	uint32_t generation;                      /* of the last worker */
	zend_long wanted;                         /* workers at work */
	zend_long in_state[BGPROC_WORKER_STATES]; /* workers, by their state */
	uint32_t *idle;                           /* a stack of slots, which may hold workers that are not idle any more */
	uint32_t idle_count;
	struct bgproc_call_list pending, ended; /* ended: their answer has arrived, or they have their end; nobody was told yet */
	struct bgproc_pool_output *output, *last_output;
	zend_long running;
	uint64_t last_id;
	struct bgproc_deadline spawn_at; /* when a start that has failed is tried again; 0: there is none */
	bool dirty;                      /* a worker is */
	bool has_stream;                 /* getStream() was called: somebody may wait for it */
	bool more;                       /* a channel holds messages that were not read because the budget was used up */
	struct bgproc_pool_circuit circuit;
	struct bgproc_callback on_return, on_error, on_timeout; /* undefined: none */
	struct bgproc_pool_counts counts;
	struct bgproc_buf scratch;             /* for the arguments of a call */
	struct bgproc_pool_obj *older, *newer; /* all pools of this process that have descriptors */
	zend_object std;
};

static inline struct bgproc_pool_obj *bgproc_pool_from_obj(zend_object *object)
{
	return (struct bgproc_pool_obj *) ((char *) object - XtOffsetOf(struct bgproc_pool_obj, std));
}

/* Workers that serve, or will. */
static inline zend_long bgproc_pool_living(const struct bgproc_pool_obj *pool)
{
	return pool->in_state[BGPROC_WORKER_STARTING] + pool->in_state[BGPROC_WORKER_READY];
}

#define Z_BGPROC_POOL_P(zv) bgproc_pool_from_obj(Z_OBJ_P(zv))

/*
 * The open pool of a method. NULL with a StateException pending: it is closed, or belongs to the process that has forked this
 * one.
 */
struct bgproc_pool_obj *bgproc_pool_fetch(zval *this);

/* The same for a pool that may be closed: only that the constructor was called and the process is the right one. */
struct bgproc_pool_obj *bgproc_pool_fetch_any(zval *this);

/*
 * Whether this process owns the pool. Code of the user may fork at any time, and the child may come back to where that code was
 * called: whatever touches sockets, board or zygote asks after such code. False with a StateException pending, unless there is an
 * exception already.
 */
bool bgproc_pool_mine(const struct bgproc_pool_obj *pool);

/* The list of the pools of this process that have descriptors. */
void bgproc_pools_add(struct bgproc_pool_obj *pool);
void bgproc_pools_remove(struct bgproc_pool_obj *pool);

/* In a process that was just forked: closes the descriptors of all pools that it has inherited. */
void bgproc_pools_leave(void);

#endif
