/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_VALUE_WIRE_H
#define BGPROC_PHP_BASE_VALUE_WIRE_H

/* Between values of PHP and those of src/ipc/value.h, one by one. Functions that return false have thrown a PayloadException. */

#include "php.h"

#include "src/ipc/value.h"
#include "src/php/base/value/serializer.h"

/* ---- writing ---- */

/* Whether src/ipc/value.h can represent the value, which is no reference. Else it needs a serializer. */
bool bgproc_value_is_plain(const zval *value);

/* The value is plain. */
void bgproc_value_write_plain(struct bgproc_ipc_writer *writer, const zval *value);

/* Takes ownership of the bytes. */
void bgproc_value_write_serialized(struct bgproc_ipc_writer *writer, zend_string *serialized);

/*
 * Completes the values. Fails when they are too large for a message, or memory ran out; the buffer is as before then, and can be
 * used again.
 */
bool bgproc_value_close_writer(struct bgproc_ipc_writer *writer, const char *what, const char *to);

/* Throws "what cannot be sent to ...", and frees the problem. */
void bgproc_value_refuse_to_send(struct bgproc_payload_problem *problem, const char *what, const char *to);

/* ---- reading ---- */

/* What values are read from, and how they are called in messages. */
struct bgproc_value_input {
	struct bgproc_ipc_reader reader;
	enum bgproc_serializer serializer;
	const char *what;
};

/* Sets the reader. */
bool bgproc_value_input_open(struct bgproc_value_input *input, const char *bytes, size_t length);

/* There must be a further value. */
bool bgproc_value_input_next(struct bgproc_value_input *input, struct bgproc_ipc_value *value);

/* Makes a value of the one that was just read, and reads the elements of a list. The caller owns it; undefined on failure. */
bool bgproc_value_input_take(struct bgproc_value_input *input, const struct bgproc_ipc_value *from, zval *value);

/* There must be no further value. */
bool bgproc_value_input_end(struct bgproc_value_input *input);

/* Throws "what cannot be received: reason"; returns false. */
bool bgproc_value_refuse_received(const char *what, const char *reason);

#endif
