/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_VALUE_H
#define BGPROC_IPC_VALUE_H

/*
 * Arguments and results as bytes, without a serializer: several values one after another. A value is null, a boolean, an
 * integer, a floating point number, a byte string, a list of these, or opaque bytes that a serializer in a layer above writes
 * and reads. A list cannot contain a list or a serialized value. Equal values have equal bytes. Numbers are in the byte order
 * of the machine. Nothing here depends on Zend.
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
	BGPROC_IPC_LIST,       /* the next values are its elements */
	BGPROC_IPC_SERIALIZED, /* the bytes of a serializer */
};

struct bgproc_ipc_value {
	enum bgproc_ipc_kind kind;
	int64_t integer;
	double number;     /* every bit is preserved, also of NaN */
	const char *bytes; /* of BYTES and SERIALIZED; borrowed from the bytes that are read */
	size_t length;
	uint32_t count; /* of LIST: the number of its elements */
};

/* ---- writing ---- */

struct bgproc_ipc_writer {
	struct bgproc_buf *buf; /* owned by the caller; the values are appended to it */
	size_t start;           /* position of the count of values in buf */
	size_t list;            /* position of the count of the open list in buf; 0: no list is open (a list never begins at 0) */
	uint32_t count;         /* values so far; a list counts as one */
	uint32_t list_count;    /* elements of the open list so far */
	bool refused;           /* a value was written where it is not allowed, or is too long */
};

void bgproc_ipc_writer_open(struct bgproc_ipc_writer *writer, struct bgproc_buf *buf);

/* Each function appends one value. bytes may be NULL when length is 0. */
void bgproc_ipc_write_null(struct bgproc_ipc_writer *writer);
void bgproc_ipc_write_bool(struct bgproc_ipc_writer *writer, bool value);
void bgproc_ipc_write_integer(struct bgproc_ipc_writer *writer, int64_t value);
void bgproc_ipc_write_double(struct bgproc_ipc_writer *writer, double value);
void bgproc_ipc_write_bytes(struct bgproc_ipc_writer *writer, const char *bytes, size_t length);
void bgproc_ipc_write_serialized(struct bgproc_ipc_writer *writer, const char *bytes, size_t length);

/* Values that are written between these two calls are the elements of the list. */
void bgproc_ipc_write_list_begin(struct bgproc_ipc_writer *writer);
void bgproc_ipc_write_list_end(struct bgproc_ipc_writer *writer);

/*
 * Completes the bytes. False when memory ran out, a list is still open, or a value was written where it is not allowed or is
 * too long. The buffer then has the same length as before bgproc_ipc_writer_open().
 */
bool bgproc_ipc_writer_close(struct bgproc_ipc_writer *writer);

/* ---- reading ---- */

/* Whether the bytes are one value that is neither serialized nor broken at its start: reading it needs no serializer. */
bool bgproc_ipc_is_plain(const char *bytes, size_t length);

struct bgproc_ipc_reader {
	const char *at, *end;
	uint32_t count;      /* all values, a list counts as one; never more than there are bytes */
	uint32_t left;       /* values that were not read yet */
	uint32_t list_left;  /* elements of the current list that were not read yet */
	const char *problem; /* why the bytes were refused, or NULL; static text */
};

enum bgproc_ipc_value_step {
	BGPROC_IPC_VALUE_READ,   /* value is set */
	BGPROC_IPC_VALUE_END,    /* all values were read, and no byte is left */
	BGPROC_IPC_VALUE_BROKEN, /* problem is set */
};

/* Begins to read. False, with problem set, when the bytes cannot be values. The bytes are borrowed until the reading ends. */
bool bgproc_ipc_reader_open(struct bgproc_ipc_reader *reader, const char *bytes, size_t length);

/*
 * Reads the next value; after a LIST its elements, one by one. Nothing is checked ahead: a caller that uses values before the
 * END uses values of bytes that may be refused later.
 */
enum bgproc_ipc_value_step bgproc_ipc_reader_next(struct bgproc_ipc_reader *reader, struct bgproc_ipc_value *value);

#endif
