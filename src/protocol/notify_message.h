/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PROTOCOL_NOTIFY_MESSAGE_H
#define BGPROC_PROTOCOL_NOTIFY_MESSAGE_H

/*
 * One message of a job to its supervisor: a JSON object in one datagram (docs/notify.md). The reader allocates nothing and
 * never backtracks. We have our own reader because the supervisor is small, static and uses no library. It accepts exactly the
 * JSON objects of RFC 8259 that are UTF-8 and at most BGPROC_NOTIFY_DEPTH deep; unknown members are ignored.
 */

#include "src/core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_NOTIFY_SIZE_MAX 65536 /* bytes of a datagram */
#define BGPROC_NOTIFY_DEPTH 64

/* A piece of the message, unchanged. */
struct bgproc_notify_span {
	const char *bytes; /* NULL: the member is absent */
	size_t length;
};

/* The members of a message. Strings are spans between their quotes, still escaped: see bgproc_notify_unescape(). */
struct bgproc_notify_message {
	bool has_progress, has_attempt;
	double progress;                         /* "progress": a number; not clamped, always finite */
	uint32_t attempt;                        /* "attempt": 1 and more, written with digits only */
	bool hello;                              /* "hello": true. The sender asks to be accepted and waits for an answer */
	bool accepted;                           /* "accepted": true. From bgproc.request: the other side has begun to answer */
	bool finish;                             /* "finish": true. The work succeeded */
	struct bgproc_notify_span text;          /* "text": string; replaces the status text */
	struct bgproc_notify_span log;           /* "log": string; appended to the log as one line */
	struct bgproc_notify_span fail;          /* "fail": string; the work failed, for this reason */
	struct bgproc_notify_span result;        /* "result": any value, unchanged */
	struct bgproc_notify_span error;         /* "error": the whole object, unchanged; the work failed with it */
	struct bgproc_notify_span error_type;    /* "type" of the error, a string */
	struct bgproc_notify_span error_message; /* "message" of the error, a string */
	const char *problem;                     /* why the message was refused; static text */
};

/*
 * False, with only problem set, when the bytes are not a JSON object in UTF-8 or are nested too deep, or when a known member has
 * the wrong type or occurs twice. A flag with the value false is like an absent one. The spans point into bytes.
 */
bool bgproc_notify_parse(struct bgproc_notify_message *message, const char *bytes, size_t length);

/*
 * Writes the text of a string span to target: escapes are resolved, "\u0000" and lone surrogates become U+FFFD. The text is cut
 * between two characters so that it fits into size bytes with its NUL. Returns its length.
 */
size_t bgproc_notify_unescape(char *target, size_t size, struct bgproc_notify_span span);

#endif
