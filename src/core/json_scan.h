/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_JSON_SCAN_H
#define BGPROC_CORE_JSON_SCAN_H

/*
 * Walks the members of one JSON object (RFC 8259, strictly: the text is UTF-8, no mark of byte order before it). Nothing
 * is built and nothing allocated: names and values are pieces of the text. A value is passed over without recursion.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_JSON_DEPTH_MAX 64 /* the object itself is 1 deep */

enum bgproc_json_kind {
	BGPROC_JSON_NULL,
	BGPROC_JSON_FALSE,
	BGPROC_JSON_TRUE,
	BGPROC_JSON_NUMBER,
	BGPROC_JSON_STRING,
	BGPROC_JSON_ARRAY,
	BGPROC_JSON_OBJECT,
};

/* A string is without its quotes and still escaped, anything else as it stands. */
struct bgproc_json_piece {
	enum bgproc_json_kind kind;
	const char *bytes;
	size_t length;
};

struct bgproc_json_scan {
	const char *at, *end;
	const char *problem; /* static text, once something was refused */
	bool first;          /* no member was read */
};

enum bgproc_json_step {
	BGPROC_JSON_MEMBER, /* name and value are set */
	BGPROC_JSON_END,    /* the object ended, and with it the text */
	BGPROC_JSON_BROKEN, /* problem is set */
};

/* Begins an object. False (and problem set) when the text does not start with one. */
bool bgproc_json_open(struct bgproc_json_scan *scan, const char *text, size_t length);

/* The next member; not to be called again after END or BROKEN. */
enum bgproc_json_step bgproc_json_next(
	struct bgproc_json_scan *scan, struct bgproc_json_piece *name, struct bgproc_json_piece *value);

/* The four hex digits of "\u"; -1 when the bytes do not start with four. */
int32_t bgproc_json_unit(const char *bytes, size_t left);

/*
 * The value of a number that was scanned, whatever the locale: exact up to 15 digits and 22 decimal places, else right to a
 * few units in the last place. False when it is not finite as a double.
 */
bool bgproc_json_number(const struct bgproc_json_piece *piece, double *value);

/*
 * The text of a string that was scanned: escapes resolved, "\u0000" and lone surrogates become U+FFFD; cut between
 * characters so that it fits into size bytes with its NUL. Returns its length.
 */
size_t bgproc_json_unescape(char *target, size_t size, const char *bytes, size_t length);

#endif
