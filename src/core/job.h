/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_JOB_H
#define BGPROC_CORE_JOB_H

/*
 * The additional data of a job: what it runs, what it has reported, and the number of attempts. Part of a record
 * (src/core/record.h); the JSON form is described in docs/record.md.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kind of work. The supervisor always runs one command: the user's command, a PHP script, or bgproc.request. */
enum bgproc_job_kind {
	BGPROC_JOB_NONE = 0, /* a plain background process */
	BGPROC_JOB_COMMAND,
	BGPROC_JOB_CALL,    /* a PHP callable, in a CLI process */
	BGPROC_JOB_HTTP,    /* a request to the application, by libcurl */
	BGPROC_JOB_FASTCGI, /* a request to the application, directly to an FPM pool */
};

#define BGPROC_JOB_KIND_COUNT 5

/* Bytes of UTF-8, without the NUL; longer text is cut between two characters. */
#define BGPROC_JOB_TEXT_MAX 1000
#define BGPROC_JOB_ERROR_TYPE_MAX 200
#define BGPROC_JOB_ERROR_MESSAGE_MAX 1000

/* KEY.log keeps the last bytes of the log, at most this many. */
#define BGPROC_JOB_LOG_LIMIT 65536

/* What the supervisor knows of the job besides its process. Initially all zero, except that attempt is 1. */
struct bgproc_job_progress {
	uint32_t attempt;    /* 1, 2, ...: raised by an automatic retry */
	unsigned percent;    /* 0-100, never decreases within an attempt; 100 after success */
	bool accepted;       /* in this attempt a worker has sent hello, reported, or answered */
	bool has_result;     /* KEY.result contains the argument of finish(), or the whole error, as JSON */
	uint64_t updated_us; /* wall clock of the last accepted message; 0: none yet */
	uint64_t updates;    /* number of accepted messages in all attempts */
	uint64_t refused;    /* number of dropped messages: malformed, too long, from a foreign user or an earlier attempt */
	char text[BGPROC_JOB_TEXT_MAX + 1];
	char error_type[BGPROC_JOB_ERROR_TYPE_MAX + 1]; /* class of the exception, or one of "start", "transport", "response",
	                                                   "timeout", "fail"; "" for none */
	char error_message[BGPROC_JOB_ERROR_MESSAGE_MAX + 1];
};

/* The name in records ("fastcgi"); "" for NONE. */
const char *bgproc_job_kind_name(enum bgproc_job_kind kind);

/* False when no kind has that name. "" is not a name. */
bool bgproc_job_kind_from_name(const char *name, size_t length, enum bgproc_job_kind *kind);

/*
 * Copies text into target (size bytes with the NUL). Text that is too long is cut between two characters; bytes that are not
 * UTF-8 become "?".
 */
void bgproc_job_text_copy(char *target, size_t size, const char *text, size_t length);

#endif
