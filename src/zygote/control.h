/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_ZYGOTE_CONTROL_H
#define BGPROC_ZYGOTE_CONTROL_H

/*
 * What the parent of a pool and its zygote say to each other, over a socket of src/platform/socket/pair.h. Messages are structs:
 * both sides are forks of one process. The zygote ends when the parent's end is closed.
 *
 * The zygote never waits for the parent: reports for which there is no room are queued. So the parent may wait for room for an
 * order without reading reports meanwhile.
 */

#include "src/core/record.h"
#include "src/ipc/byte_queue.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum bgproc_order_verb {
	BGPROC_ORDER_SPAWN = 1, /* fork a worker for the slot; its end of the channel is passed with the order */
	BGPROC_ORDER_SIGNAL,    /* send a signal to the worker of that slot and generation; nothing if it is not running */
};

struct bgproc_order {
	enum bgproc_order_verb verb;
	uint32_t slot, generation;
	uint32_t delay_ms; /* of SPAWN: fork only after this time */
	int signal_number; /* of SIGNAL */
};

enum bgproc_report_kind {
	BGPROC_REPORT_SPAWNED = 1,
	/* Fork has failed, see sys_errno. EMFILE also: the zygote may open no more. EBUSY, EINVAL: the order was wrong. */
	BGPROC_REPORT_NOT_SPAWNED,
	BGPROC_REPORT_EXITED,
};

struct bgproc_worker_report {
	enum bgproc_report_kind kind;
	uint32_t slot, generation;
	pid_t pid;
	int sys_errno;
	int status;                /* of EXITED: as waitpid() gives it; with status_known only */
	bool status_known;         /* false if somebody else has reaped it */
	bool timed_out;            /* the zygote has killed it for the hard timeout */
	bool ordered;              /* it was sent SIGKILL by order of the parent */
	bool out_of_memory;        /* killed by SIGKILL, not by us, when the kernel has killed a process for lack of memory */
	struct bgproc_usage usage; /* of EXITED, with status_known only */
};

enum bgproc_control_result {
	BGPROC_CONTROL_OK,
	BGPROC_CONTROL_EMPTY, /* nothing has arrived */
	BGPROC_CONTROL_GONE,  /* the other side has ended */
};

/* One side of the conversation. Its members are for control.c; fd may be polled. */
struct bgproc_control_end {
	int fd;         /* owned */
	int passed;     /* came with the message that is arriving; -1: none */
	size_t arrived; /* how much of a message has arrived: only a stream splits messages */
	bool was_reset; /* the socket has reported that the other side was closed before it had read everything */
	union {
		struct bgproc_order order;
		struct bgproc_worker_report report;
	} arriving;
	struct bgproc_ipc_byte_queue reports; /* they wait for room; the first one may be sent in part */
};

/* Takes over the descriptor. */
void bgproc_control_open(struct bgproc_control_end *control, int fd);

/* Frees everything; reports that wait are lost. Can be called again. */
void bgproc_control_close(struct bgproc_control_end *control);

/* ---- parent ---- */

/*
 * Sends an order with a descriptor (-1: none), which the caller still owns. Waits for room, which the zygote makes soon. False
 * with errno when the zygote is gone (EPIPE, ECONNRESET), or when the order cannot be sent: nothing more can be sent then.
 */
bool bgproc_control_order(struct bgproc_control_end *control, const struct bgproc_order *order, int passed);

/* Reads the next report; never waits. */
enum bgproc_control_result bgproc_control_next_report(struct bgproc_control_end *control, struct bgproc_worker_report *report);

/* ---- zygote ---- */

/*
 * Sends a report, or queues it if there is no room. Waits only if there is no memory for the queue either. False when the parent
 * is gone.
 */
bool bgproc_control_report(struct bgproc_control_end *control, const struct bgproc_worker_report *report);

/* Sends reports that wait, as far as there is room. False when the parent is gone. */
bool bgproc_control_flush(struct bgproc_control_end *control);

/* Whether reports wait: then the socket is to be polled for room. */
bool bgproc_control_has_waiting(const struct bgproc_control_end *control);

/* Reads the next order; never waits. *passed is -1 or a descriptor that the caller owns, close-on-exec. */
enum bgproc_control_result bgproc_control_next_order(struct bgproc_control_end *control, struct bgproc_order *order, int *passed);

#endif
