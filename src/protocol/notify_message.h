/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PROTOCOL_NOTIFY_MESSAGE_H
#define BGPROC_PROTOCOL_NOTIFY_MESSAGE_H

/*
 * One message of a job to its supervisor: a JSON object in one datagram (docs/notify.md). The reader allocates nothing
 * and takes no step back; it is ours because the supervisor is small, static and free of libraries. It accepts exactly
 * the JSON objects of RFC 8259 that are UTF-8 and at most BGPROC_NOTIFY_DEPTH deep; unknown members are passed over.
 */

#include "src/core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_NOTIFY_SIZE_MAX 65536 /* bytes of a datagram */
#define BGPROC_NOTIFY_DEPTH 64

/* A piece of the message as it came. */
struct bgproc_notify_span {
	const char *bytes; /* NULL: the member is not there */
	size_t length;
};

/* Members by name; strings are spans between their quotes, still escaped: see bgproc_notify_unescape(). */
struct bgproc_notify_message {
	bool has_progress, has_attempt;
	double progress;                         /* "progress": a number; not clamped, always finite */
	uint32_t attempt;                        /* "attempt": 1 and more, written with digits only */
	bool hello;                              /* "hello": true. The sender asks to be accepted; it waits for an answer */
	bool accepted;                           /* "accepted": true. From bgproc.request: the other side has begun to answer */
	bool finish;                             /* "finish": true. The work succeeded */
	struct bgproc_notify_span text;          /* "text": string; replaces the status text */
	struct bgproc_notify_span log;           /* "log": string; is appended to the log as one line */
	struct bgproc_notify_span fail;          /* "fail": string; the work failed, and why */
	struct bgproc_notify_span result;        /* "result": any value, as it stands in the message */
	struct bgproc_notify_span error;         /* "error": an object, whole, as it stands; the work failed by it */
	struct bgproc_notify_span error_type;    /* "type" of it, a string */
	struct bgproc_notify_span error_message; /* "message" of it, a string */
	const char *problem;                     /* why it was refused; static text */
};

/*
 * False (and only problem set) when the bytes are no JSON object of UTF-8, too deep, a known member has the wrong type or
 * stands twice. A flag may be false, which is as if it were not there. The spans point into bytes.
 */
bool bgproc_notify_parse(struct bgproc_notify_message *message, const char *bytes, size_t length);

/*
 * The text of a string span: escapes resolved, "\u0000" and lone surrogates become U+FFFD; cut between characters so that
 * it fits into size bytes with its NUL. Returns its length.
 */
size_t bgproc_notify_unescape(char *target, size_t size, struct bgproc_notify_span span);

#endif
