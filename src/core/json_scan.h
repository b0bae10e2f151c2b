/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_JSON_SCAN_H
#define BGPROC_CORE_JSON_SCAN_H

/*
 * Reads the members of one JSON object one by one (RFC 8259, strictly: the text is UTF-8 without a byte order mark). No tree
 * is built and no memory allocated: names and values are pieces of the text. A value is skipped without recursion.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_JSON_DEPTH_MAX 64 /* levels; the outermost object is the first */

enum bgproc_json_kind {
	BGPROC_JSON_NULL,
	BGPROC_JSON_FALSE,
	BGPROC_JSON_TRUE,
	BGPROC_JSON_NUMBER,
	BGPROC_JSON_STRING,
	BGPROC_JSON_ARRAY,
	BGPROC_JSON_OBJECT,
};

/* A piece of the text. A string is without its quotes and still escaped; any other value is unchanged. */
struct bgproc_json_piece {
	enum bgproc_json_kind kind;
	const char *bytes;
	size_t length;
};

struct bgproc_json_scan {
	const char *at, *end;
	const char *problem; /* why the text was refused, or NULL; static text */
	bool first;          /* no member was read yet */
};

enum bgproc_json_step {
	BGPROC_JSON_MEMBER, /* name and value are set */
	BGPROC_JSON_END,    /* the object has ended, and no text follows it */
	BGPROC_JSON_BROKEN, /* problem is set */
};

/* Begins an object. False, with problem set, when the text does not start with an object. */
bool bgproc_json_open(struct bgproc_json_scan *scan, const char *text, size_t length);

/* Reads the next member. Must not be called again after END or BROKEN. */
enum bgproc_json_step bgproc_json_next(
	struct bgproc_json_scan *scan, struct bgproc_json_piece *name, struct bgproc_json_piece *value);

/* The value of the four hexadecimal digits after "\u"; -1 when the bytes do not start with four digits. */
int32_t bgproc_json_unit(const char *bytes, size_t left);

/*
 * The value of a scanned number, independent of the locale. It is exact up to 15 digits and 22 decimal places; otherwise the
 * error is a few units in the last place. False when the value is not finite as a double.
 */
bool bgproc_json_number(const struct bgproc_json_piece *piece, double *value);

/*
 * Writes the text of a scanned string to target: escapes are resolved, "\u0000" and lone surrogates become U+FFFD. The text is
 * cut between two characters so that it fits into size bytes with its NUL. Returns its length.
 */
size_t bgproc_json_unescape(char *target, size_t size, const char *bytes, size_t length);

#endif
