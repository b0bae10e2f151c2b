/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_VALUE_H
#define BGPROC_IPC_VALUE_H

/*
 * Arguments and results as bytes, without a serializer: a number of values one after the other. A value is null, a boolean, an
 * integer, a floating point number, a string of bytes, a list of such, or opaque bytes that a serializer above has made and will
 * read. A list is in no list and has nothing serialized in it. Equal values are equal bytes. Numbers are in the byte order of the
 * machine. Zend is not known here.
 *
 *   values   u32 count, then the values, then nothing
 *   value    u8 kind, then: i64 | double | u32 length, bytes | u32 count, values
 */

#include "src/core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum bgproc_ipc_kind {
	BGPROC_IPC_NULL,
	BGPROC_IPC_FALSE,
	BGPROC_IPC_TRUE,
	BGPROC_IPC_INTEGER,
	BGPROC_IPC_DOUBLE,
	BGPROC_IPC_BYTES,
	BGPROC_IPC_LIST,       /* its values are those that come next */
	BGPROC_IPC_SERIALIZED, /* what a serializer made */
};

struct bgproc_ipc_value {
	enum bgproc_ipc_kind kind;
	int64_t integer;
	double number;     /* every bit of it is kept, of NaN too */
	const char *bytes; /* of BYTES and SERIALIZED; borrowed from what is read */
	size_t length;
	uint32_t count; /* of LIST: how many of the next values are in it */
};

/* ---- writing ---- */

struct bgproc_ipc_writer {
	struct bgproc_buf *buf; /* the caller's; the values are behind what is in it */
	size_t start;           /* where the count is */
	size_t list;            /* where the count of the list is that is open; 0: none, for a list never begins a buffer */
	uint32_t count;         /* values so far, a list being one */
	uint32_t list_count;    /* values of the list that is open */
	bool refused;           /* something was written where it may not be, or is too long */
};

void bgproc_ipc_writer_open(struct bgproc_ipc_writer *writer, struct bgproc_buf *buf);

/* One each. bytes may be NULL when length is 0. */
void bgproc_ipc_write_null(struct bgproc_ipc_writer *writer);
void bgproc_ipc_write_bool(struct bgproc_ipc_writer *writer, bool value);
void bgproc_ipc_write_integer(struct bgproc_ipc_writer *writer, int64_t value);
void bgproc_ipc_write_double(struct bgproc_ipc_writer *writer, double value);
void bgproc_ipc_write_bytes(struct bgproc_ipc_writer *writer, const char *bytes, size_t length);
void bgproc_ipc_write_serialized(struct bgproc_ipc_writer *writer, const char *bytes, size_t length);

/* What is written in between is in the list. */
void bgproc_ipc_write_list_begin(struct bgproc_ipc_writer *writer);
void bgproc_ipc_write_list_end(struct bgproc_ipc_writer *writer);

/*
 * Completes the bytes. False when there was no memory, a list is open, or something was written where it may not be. Then the
 * buffer is as long as it was before.
 */
bool bgproc_ipc_writer_close(struct bgproc_ipc_writer *writer);

/* ---- reading ---- */

struct bgproc_ipc_reader {
	const char *at, *end;
	uint32_t count;      /* all values, a list being one; never more than there are bytes */
	uint32_t left;       /* of them */
	uint32_t list_left;  /* of the list that is being read */
	const char *problem; /* static text, once something was refused */
};

enum bgproc_ipc_value_step {
	BGPROC_IPC_VALUE_READ,   /* value is set */
	BGPROC_IPC_VALUE_END,    /* that were all, and the bytes end with them */
	BGPROC_IPC_VALUE_BROKEN, /* problem is set */
};

/* Begins to read. False (and problem set) when the bytes cannot be values. They are borrowed as long as something is read. */
bool bgproc_ipc_reader_open(struct bgproc_ipc_reader *reader, const char *bytes, size_t length);

/*
 * The next value; after a LIST its values, one by one. Nothing is looked at ahead: whoever acts on values before the END acts
 * on bytes that may be refused later.
 */
enum bgproc_ipc_value_step bgproc_ipc_reader_next(struct bgproc_ipc_reader *reader, struct bgproc_ipc_value *value);

#endif
