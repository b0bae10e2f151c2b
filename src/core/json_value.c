/* SPDX-License-Identifier: Apache-2.0 */

/* The values of scanned numbers and strings. */

#include "src/core/json_scan.h"

#include "src/core/json_text.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* ---- numbers ---- */

/* mantissa * 10^exponent. Powers up to 10^22 are exact, so the usual numbers of few digits are exact, too. */
static double scale(uint64_t mantissa, long exponent)
{
	static const double squares[] = {1e1, 1e2, 1e4, 1e8, 1e16, 1e32, 1e64, 1e128, 1e256};
	double value = (double) mantissa, power = 1;
	unsigned long left;

	if (mantissa == 0 || exponent < -400) {
		return 0;
	}
	if (exponent > 308) {
		return HUGE_VAL;
	}
	for (; exponent < -256; exponent += 256) {
		value /= 1e256;
	}
	left = (unsigned long) (exponent < 0 ? -exponent : exponent);
	for (int i = 0; left; i++, left >>= 1) {
		if (left & 1) {
			power *= squares[i];
		}
	}
	return exponent < 0 ? value / power : value * power;
}

bool bgproc_json_number(const struct bgproc_json_piece *piece, double *value)
{
	const char *at = piece->bytes, *end = at + piece->length;
	bool negative = at < end && *at == '-', point = false, down = false;
	uint64_t mantissa = 0;
	/*
	 * Each byte of the mantissa changes exponent by at most one. written is limited only at a size that the bytes of a text
	 * cannot compensate.
	 */
	long exponent = 0, written = 0;

	for (at += negative; at < end && *at != 'e' && *at != 'E'; at++) {
		if (*at == '.') {
			point = true;
		} else if (mantissa < UINT64_C(1000000000000000000)) {
			mantissa = mantissa * 10 + (uint64_t) (*at - '0');
			exponent -= point;
		} else {
			exponent += !point;
		}
	}
	if (at < end && ++at < end && (*at == '+' || *at == '-')) {
		down = *at++ == '-';
	}
	for (; at < end; at++) {
		written = written < 100000000 ? written * 10 + (*at - '0') : written;
	}
	*value = scale(mantissa, exponent + (down ? -written : written));
	if (negative) {
		*value = -*value;
	}
	return isfinite(*value);
}

/* ---- strings ---- */

/* The value of a hexadecimal digit; -1 for any other byte. */
static int hex_value(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	if (c >= 'a' && c <= 'f') {
		return c - 'a' + 10;
	}
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int32_t bgproc_json_unit(const char *bytes, size_t left)
{
	int32_t unit = 0;

	if (left < 4) {
		return -1;
	}
	for (int i = 0; i < 4; i++) {
		int value = hex_value(bytes[i]);

		if (value < 0) {
			return -1;
		}
		unit = unit << 4 | value;
	}
	return unit;
}

/* Writes a code point as UTF-8. Returns the number of bytes. */
static size_t put_code_point(char out[4], uint32_t point)
{
	if (point < 0x80) {
		out[0] = (char) point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char) (0xc0 | point >> 6);
		out[1] = (char) (0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char) (0xe0 | point >> 12);
		out[1] = (char) (0x80 | (point >> 6 & 0x3f));
		out[2] = (char) (0x80 | (point & 0x3f));
		return 3;
	}
	out[0] = (char) (0xf0 | point >> 18);
	out[1] = (char) (0x80 | (point >> 12 & 0x3f));
	out[2] = (char) (0x80 | (point >> 6 & 0x3f));
	out[3] = (char) (0x80 | (point & 0x3f));
	return 4;
}

/* Resolves "uXXXX", with a second one if both are a surrogate pair. Returns the number of bytes read after the backslash. */
static size_t read_unit(const char *bytes, size_t left, uint32_t *point)
{
	int32_t unit = bgproc_json_unit(bytes + 1, left - 1), low;

	*point = 0xfffd;
	if (unit < 0) {
		return 1;
	}
	if (unit >= 0xd800 && unit <= 0xdbff && left >= 11 && bytes[5] == '\\' && bytes[6] == 'u') {
		low = bgproc_json_unit(bytes + 7, left - 7);
		if (low >= 0xdc00 && low <= 0xdfff) {
			*point = 0x10000 + ((uint32_t) (unit - 0xd800) << 10) + (uint32_t) (low - 0xdc00);
			return 11;
		}
	}
	if (unit != 0 && (unit < 0xd800 || unit > 0xdfff)) {
		*point = (uint32_t) unit;
	}
	return 5;
}

/* Reads one character, escaped or not. Returns the number of bytes read. left must be at least 1. */
static size_t read_character(const char *bytes, size_t left, char out[4], size_t *length)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	size_t step = bgproc_utf8_step(bytes, left);
	uint32_t point = 0xfffd;
	const char *letter;

	if (bytes[0] != '\\') {
		*length = step ? step : put_code_point(out, point);
		if (step) {
			memcpy(out, bytes, step);
		}
		return step ? step : 1;
	}
	if (left > 1 && bytes[1] == 'u') {
		step = read_unit(bytes + 1, left - 1, &point);
		*length = put_code_point(out, point);
		return 1 + step;
	}
	letter = left > 1 ? memchr(letters, bytes[1], sizeof letters - 1) : NULL;
	if (!letter) {
		*length = put_code_point(out, point); /* does not occur in a scanned string */
		return 1;
	}
	out[0] = meanings[letter - letters];
	*length = 1;
	return 2;
}

size_t bgproc_json_unescape(char *target, size_t size, const char *bytes, size_t length)
{
	size_t out = 0;

	if (size == 0) {
		return 0;
	}
	for (size_t i = 0; i < length;) {
		char character[4];
		size_t produced;

		i += read_character(bytes + i, length - i, character, &produced);
		if (out + produced >= size) {
			break;
		}
		memcpy(target + out, character, produced);
		out += produced;
	}
	target[out] = '\0';
	return out;
}
