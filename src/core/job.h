/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_JOB_H
#define BGPROC_CORE_JOB_H

/*
 * What a job has beyond a process: what is asked for, what it reported, and how many attempts it took. Part of a record
 * (src/core/record.h); the JSON form is docs/record.md.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What runs. Whatever it is, the supervisor sees one command: its own words, a PHP script, or bgproc.request. */
enum bgproc_job_kind {
	BGPROC_JOB_NONE = 0, /* a plain background process */
	BGPROC_JOB_COMMAND,
	BGPROC_JOB_CALL,    /* a PHP callable, in a CLI process */
	BGPROC_JOB_HTTP,    /* a request to the application, by libcurl */
	BGPROC_JOB_FASTCGI, /* the same, straight to an FPM pool */
};

#define BGPROC_JOB_KIND_COUNT 5

/* Bytes of UTF-8, without the NUL; what is longer is cut at a character. */
#define BGPROC_JOB_TEXT_MAX 1000
#define BGPROC_JOB_ERROR_TYPE_MAX 200
#define BGPROC_JOB_ERROR_MESSAGE_MAX 1000

/* The last so many bytes of what was logged are kept in KEY.log. */
#define BGPROC_JOB_LOG_LIMIT 65536

/* What the supervisor knows of the job besides its process. All zero at first, attempt is 1 then. */
struct bgproc_job_progress {
	uint32_t attempt;    /* 1, 2, ...: raised by an automatic retry */
	unsigned percent;    /* 0-100, never goes down within an attempt; 100 once it succeeded */
	bool accepted;       /* of this attempt: a worker has sent hello, reported, or answered */
	bool has_result;     /* KEY.result holds what finish() was given, or the whole error; it is JSON */
	uint64_t updated_us; /* wall clock of the last accepted message; 0: none yet */
	uint64_t updates;    /* messages accepted, all attempts */
	uint64_t refused;    /* messages dropped: malformed, too long, of a stranger, of an earlier attempt */
	char text[BGPROC_JOB_TEXT_MAX + 1];
	char error_type[BGPROC_JOB_ERROR_TYPE_MAX + 1]; /* class of the exception, or one of "start", "transport", "response",
	                                                   "timeout", "fail"; "" for none */
	char error_message[BGPROC_JOB_ERROR_MESSAGE_MAX + 1];
};

/* The name in records ("fastcgi"); "" for NONE. */
const char *bgproc_job_kind_name(enum bgproc_job_kind kind);

/* False when no kind has that name; "" is none. */
bool bgproc_job_kind_from_name(const char *name, size_t length, enum bgproc_job_kind *kind);

/*
 * Copies text into target (size bytes), cut between characters where it is too long; bytes that are not UTF-8 become "?".
 */
void bgproc_job_text_copy(char *target, size_t size, const char *text, size_t length);

#endif
