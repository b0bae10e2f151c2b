/* SPDX-License-Identifier: Apache-2.0 */
#include "src/core/json_scan.h"

#include "src/core/json_text.h"

#include <stdint.h>
#include <string.h>

static bool refuse(struct bgproc_json_scan *scan, const char *problem)
{
	scan->problem = problem;
	return false;
}

static bool digit(const struct bgproc_json_scan *scan)
{
	return scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9';
}

static void skip_blanks(struct bgproc_json_scan *scan)
{
	while (scan->at < scan->end &&
		(*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r')) {
		scan->at++;
	}
}

/* The next byte after white space, or 0 at the end. This is not ambiguous: a NUL byte is not allowed here anyway. */
static char peek(struct bgproc_json_scan *scan)
{
	skip_blanks(scan);
	return scan->at < scan->end ? *scan->at : '\0';
}

/* Starts after a backslash. */
static bool scan_escape(struct bgproc_json_scan *scan)
{
	if (scan->at == scan->end || *scan->at == '\0' || !strchr("\"\\/bfnrtu", *scan->at)) {
		return refuse(scan, "an escape that JSON does not have");
	}
	if (*scan->at++ == 'u') {
		if (bgproc_json_unit(scan->at, (size_t) (scan->end - scan->at)) < 0) {
			return refuse(scan, "\\u without four hexadecimal digits");
		}
		scan->at += 4;
	}
	return true;
}

/* Starts at the opening quote and ends after the closing one. */
static bool scan_string(struct bgproc_json_scan *scan, struct bgproc_json_piece *piece)
{
	piece->kind = BGPROC_JSON_STRING;
	piece->bytes = ++scan->at;
	while (scan->at < scan->end) {
		unsigned char c = (unsigned char) *scan->at;
		size_t step;

		if (c == '"') {
			piece->length = (size_t) (scan->at++ - piece->bytes);
			return true;
		}
		if (c < 0x20) {
			return refuse(scan, "a control character in a string");
		}
		if (c == '\\') {
			scan->at++;
			if (!scan_escape(scan)) {
				return false;
			}
			continue;
		}
		step = bgproc_utf8_step(scan->at, (size_t) (scan->end - scan->at));
		if (step == 0) {
			return refuse(scan, "not UTF-8");
		}
		scan->at += step;
	}
	return refuse(scan, "a string without an end");
}

/* Reads one or more digits. */
static bool scan_digits(struct bgproc_json_scan *scan)
{
	if (!digit(scan)) {
		return refuse(scan, "not a number of JSON");
	}
	while (digit(scan)) {
		scan->at++;
	}
	return true;
}

static bool scan_number(struct bgproc_json_scan *scan)
{
	if (*scan->at == '-') {
		scan->at++;
	}
	if (scan->at < scan->end && *scan->at == '0') {
		scan->at++;
	} else if (!scan_digits(scan)) {
		return false;
	}
	if (scan->at < scan->end && *scan->at == '.') {
		scan->at++;
		if (!scan_digits(scan)) {
			return false;
		}
	}
	if (scan->at < scan->end && (*scan->at == 'e' || *scan->at == 'E')) {
		scan->at++;
		if (scan->at < scan->end && (*scan->at == '+' || *scan->at == '-')) {
			scan->at++;
		}
		return scan_digits(scan);
	}
	return true;
}

static bool scan_word(struct bgproc_json_scan *scan, const char *word)
{
	size_t length = strlen(word);

	if ((size_t) (scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0) {
		return refuse(scan, "not a value of JSON");
	}
	scan->at += length;
	return true;
}

/* Reads a value that is neither an array nor an object. */
static bool scan_scalar(struct bgproc_json_scan *scan, struct bgproc_json_piece *piece)
{
	char c = peek(scan);

	piece->bytes = scan->at;
	switch (c) {
		case '"':
			return scan_string(scan, piece);
		case 'n':
			piece->kind = BGPROC_JSON_NULL;
			return scan_word(scan, "null");
		case 'f':
			piece->kind = BGPROC_JSON_FALSE;
			return scan_word(scan, "false");
		case 't':
			piece->kind = BGPROC_JSON_TRUE;
			return scan_word(scan, "true");
		case '-':
		case '0':
		case '1':
		case '2':
		case '3':
		case '4':
		case '5':
		case '6':
		case '7':
		case '8':
		case '9':
			piece->kind = BGPROC_JSON_NUMBER;
			return scan_number(scan);
		default:
			return refuse(scan, scan->at < scan->end ? "not a value of JSON" : "cut short");
	}
}

/* Reads a name and its colon. */
static bool scan_name(struct bgproc_json_scan *scan, struct bgproc_json_piece *name)
{
	if (peek(scan) != '"') {
		return refuse(scan, scan->at < scan->end ? "a member without a name" : "cut short");
	}
	if (!scan_string(scan, name)) {
		return false;
	}
	if (peek(scan) != ':') {
		return refuse(scan, scan->at < scan->end ? "a name without a colon" : "cut short");
	}
	scan->at++;
	return true;
}

/*
 * Starts after a value. Leaves all arrays and objects that end here, down to the depth outer, and moves to the next value of
 * the innermost one that does not end. objects has one bit per depth: set for an object, clear for an array.
 */
static bool scan_after_value(struct bgproc_json_scan *scan, uint64_t objects, unsigned *depth, unsigned outer)
{
	struct bgproc_json_piece name;

	while (*depth > outer) {
		bool object = objects >> (*depth - 1) & 1;
		char c = peek(scan);

		if (c == ',') {
			scan->at++;
			return !object || scan_name(scan, &name);
		}
		if (c != (object ? '}' : ']')) {
			return refuse(scan, scan->at < scan->end ? "neither a comma nor an end" : "cut short");
		}
		scan->at++;
		--*depth;
	}
	return true;
}

/* Enters the array or object at the cursor. *empty is true when it is empty; its end is then read, too. */
static bool scan_enter(struct bgproc_json_scan *scan, uint64_t *objects, unsigned *depth, bool *empty)
{
	struct bgproc_json_piece name;
	bool object = *scan->at++ == '{';

	if (*depth == BGPROC_JSON_DEPTH_MAX) {
		return refuse(scan, "too deep");
	}
	*objects = object ? *objects | UINT64_C(1) << *depth : *objects & ~(UINT64_C(1) << *depth);
	*empty = peek(scan) == (object ? '}' : ']');
	if (*empty) {
		scan->at++;
		return true;
	}
	++*depth;
	return !object || scan_name(scan, &name);
}

/* Reads the value of a member of the outermost object. */
static bool scan_value(struct bgproc_json_scan *scan, struct bgproc_json_piece *value)
{
	struct bgproc_json_piece inner;
	uint64_t objects = 0;
	unsigned depth = 1;
	char c = peek(scan);

	if (c != '{' && c != '[') {
		if (!scan_scalar(scan, value)) {
			return false;
		}
		if (value->kind != BGPROC_JSON_STRING) {
			value->length = (size_t) (scan->at - value->bytes);
		}
		return true;
	}
	value->kind = c == '{' ? BGPROC_JSON_OBJECT : BGPROC_JSON_ARRAY;
	value->bytes = scan->at;
	do {
		bool whole = true;

		c = peek(scan);
		if (c == '{' || c == '[' ? !scan_enter(scan, &objects, &depth, &whole) : !scan_scalar(scan, &inner)) {
			return false;
		}
		if (whole && !scan_after_value(scan, objects, &depth, 1)) {
			return false;
		}
	} while (depth > 1);
	value->length = (size_t) (scan->at - value->bytes);
	return true;
}

bool bgproc_json_open(struct bgproc_json_scan *scan, const char *text, size_t length)
{
	*scan = (struct bgproc_json_scan) {text, text + length, NULL, true};
	if (peek(scan) != '{') {
		return refuse(scan, "not a JSON object");
	}
	scan->at++;
	return true;
}

enum bgproc_json_step bgproc_json_next(
	struct bgproc_json_scan *scan, struct bgproc_json_piece *name, struct bgproc_json_piece *value)
{
	char c = peek(scan);

	if (c == '}') {
		scan->at++;
		skip_blanks(scan);
		if (scan->at == scan->end) {
			return BGPROC_JSON_END;
		}
		scan->problem = "something behind the object";
		return BGPROC_JSON_BROKEN;
	}
	if (!scan->first) {
		if (c != ',') {
			scan->problem = scan->at < scan->end ? "neither a comma nor an end" : "cut short";
			return BGPROC_JSON_BROKEN;
		}
		scan->at++;
	}
	scan->first = false;
	return scan_name(scan, name) && scan_value(scan, value) ? BGPROC_JSON_MEMBER : BGPROC_JSON_BROKEN;
}
