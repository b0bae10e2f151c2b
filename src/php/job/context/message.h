/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_MESSAGE_H
#define BGPROC_PHP_JOB_CONTEXT_MESSAGE_H

/*
 * Messages of a job to its supervisor (docs/notify.md): one buffer that is written again and again, one socket. No PHP in
 * here but its way to print a number: what the end of a script has to say must need nothing of a heap that is full.
 */

#include "src/core/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* A datagram that every system takes; the supervisor reads no longer ones than 64 KiB. */
#define BGPROC_JOB_MESSAGE_MAX 60000

/* How long an outcome waits for room in the socket. */
#define BGPROC_JOB_PATIENCE_MS 1000

struct bgproc_job_message {
	int fd; /* -1: closed; owned */
	uint32_t attempt;
	struct bgproc_buf text;
};

#define BGPROC_JOB_MESSAGE_INIT {-1, 0, BGPROC_BUF_INIT}

enum bgproc_job_sent {
	BGPROC_JOB_SENT,
	BGPROC_JOB_NOT_NOW, /* the supervisor has no room */
	BGPROC_JOB_GONE,    /* the socket is gone */
};

/* Begins a message with the number of the attempt. */
void bgproc_job_message_begin(struct bgproc_job_message *message);

/* Appends a member. */
void bgproc_job_message_string(struct bgproc_job_message *message, const char *name, const char *bytes, size_t length);
void bgproc_job_message_number(struct bgproc_job_message *message, const char *name, double number);
void bgproc_job_message_raw(struct bgproc_job_message *message, const char *name, const char *json, size_t length);

/* Ends the message and sends it; waits so long for room. errno is set when it was not sent. */
enum bgproc_job_sent bgproc_job_message_send(struct bgproc_job_message *message, int64_t patience_ms);

/* What made the work fail. Strings may be NULL. */
struct bgproc_job_failure {
	const char *type, *message, *file, *trace, *code; /* code: JSON */
	size_t message_length, trace_length;
	uint32_t line;
};

/* Sends it as "error", with as much of message and trace as a message takes. */
enum bgproc_job_sent bgproc_job_message_failure(
	struct bgproc_job_message *message, const struct bgproc_job_failure *failure, int64_t patience_ms);

void bgproc_job_message_close(struct bgproc_job_message *message);

#endif
