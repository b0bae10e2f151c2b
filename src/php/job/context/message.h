/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_MESSAGE_H
#define BGPROC_PHP_JOB_CONTEXT_MESSAGE_H

/*
 * Messages of a job to its supervisor (docs/notify.md): one socket, and one buffer that is used for every message. This code
 * uses PHP only to print a number: a report at the end of a script must not need PHP's heap, which may be full.
 */

#include "src/core/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* A datagram of this size is accepted by every system. The supervisor reads at most 64 KiB. */
#define BGPROC_JOB_MESSAGE_MAX 60000

/* How long the message of an outcome waits for space in the socket. */
#define BGPROC_JOB_PATIENCE_MS 1000

struct bgproc_job_message {
	int fd; /* -1: closed; owned */
	uint32_t attempt;
	struct bgproc_buf text;
};

#define BGPROC_JOB_MESSAGE_INIT {-1, 0, BGPROC_BUF_INIT}

enum bgproc_job_sent {
	BGPROC_JOB_SENT,
	BGPROC_JOB_NOT_NOW, /* the queue of the supervisor's socket is full */
	BGPROC_JOB_GONE,    /* the socket does not exist any more */
};

/* Begins a message with the number of the attempt. */
void bgproc_job_message_begin(struct bgproc_job_message *message);

/* Appends a member. */
void bgproc_job_message_string(struct bgproc_job_message *message, const char *name, const char *bytes, size_t length);
void bgproc_job_message_number(struct bgproc_job_message *message, const char *name, double number);
void bgproc_job_message_raw(struct bgproc_job_message *message, const char *name, const char *json, size_t length);

/* Completes the message and sends it; waits at most patience_ms for space. errno is set when it was not sent. */
enum bgproc_job_sent bgproc_job_message_send(struct bgproc_job_message *message, int64_t patience_ms);

/* The failure of a job. Strings may be NULL. */
struct bgproc_job_failure {
	const char *type, *message, *file, *trace, *code; /* code: JSON */
	size_t message_length, trace_length;
	uint32_t line;
};

/* Sends the failure as "error", with as much of message and trace as fits into a message. */
enum bgproc_job_sent bgproc_job_message_failure(
	struct bgproc_job_message *message, const struct bgproc_job_failure *failure, int64_t patience_ms);

void bgproc_job_message_close(struct bgproc_job_message *message);

#endif
