/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_RECORD_ENCODE_H
#define BGPROC_STORE_RECORD_ENCODE_H

/*
 * Record -> JSON text, docs/record.md. The text is fixed part + live part: the supervisor keeps the bytes of the fixed
 * part as they were published and only writes a new live part after them, so it never has to read JSON.
 */

#include "src/core/buf.h"
#include "src/core/record.h"

#include <stddef.h>

/* The places of the numbers that only the new process knows; see bgproc_detach. */
struct bgproc_record_patches {
	size_t pid_offset;
	size_t start_offset;
	size_t inode_offset;
};

/*
 * Appends "{" and every fixed member, with blanks where patches points (NULL: the numbers of the record are written).
 * The first four members are key, pid, commandline, created_at, as in the PHP library.
 */
void bgproc_record_encode_fixed(
	struct bgproc_buf *buf, const struct bgproc_record *record, struct bgproc_record_patches *patches);

/*
 * Appends ", ..." with every live member, "}" and a line feed. Uses only the live part of the record, and whether it is a job.
 * A short live part is filled up with blanks to BGPROC_RECORD_LIVE_ROOM bytes. So all live parts of a plain process have the
 * same length: one can be written over another, and a reader at the end of the old text finds nothing after it.
 */
void bgproc_record_encode_live(struct bgproc_buf *buf, const struct bgproc_record *record);

/* The maximum length of the live part of a plain process, and of a job. */
#define BGPROC_RECORD_LIVE_MAX 1024
#define BGPROC_RECORD_LIVE_JOB_MAX 6144

/* For a plain process: all numbers in full width with the longest message of an error. For a job: the same with a short text. */
#define BGPROC_RECORD_LIVE_ROOM 640
#define BGPROC_RECORD_LIVE_JOB_ROOM 1152

static inline size_t bgproc_record_live_max(enum bgproc_job_kind job)
{
	return job == BGPROC_JOB_NONE ? BGPROC_RECORD_LIVE_MAX : BGPROC_RECORD_LIVE_JOB_MAX;
}

#endif
