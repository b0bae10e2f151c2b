/* SPDX-License-Identifier: Apache-2.0 */
#include "src/core/json_text.h"

/*
 * Length of the well-formed UTF-8 sequence that starts at bytes, 0 when there is none. The ranges are table 3-7 of the
 * Unicode standard.
 */
static size_t sequence_length(const unsigned char *bytes, size_t left)
{
	unsigned char lead = bytes[0], low = 0x80, high = 0xbf;
	size_t length;

	if (lead < 0x80) {
		return 1;
	}
	if (lead >= 0xc2 && lead <= 0xdf) {
		length = 2;
	} else if (lead >= 0xe0 && lead <= 0xef) {
		length = 3;
		low = lead == 0xe0 ? 0xa0 : low;
		high = lead == 0xed ? 0x9f : high;
	} else if (lead >= 0xf0 && lead <= 0xf4) {
		length = 4;
		low = lead == 0xf0 ? 0x90 : low;
		high = lead == 0xf4 ? 0x8f : high;
	} else {
		return 0;
	}
	if (left < length || bytes[1] < low || bytes[1] > high) {
		return 0;
	}
	for (size_t i = 2; i < length; i++) {
		if (bytes[i] < 0x80 || bytes[i] > 0xbf) {
			return 0;
		}
	}
	return length;
}

size_t bgproc_utf8_step(const char *bytes, size_t left)
{
	return left > 0 && bytes[0] ? sequence_length((const unsigned char *) bytes, left) : 0;
}

bool bgproc_utf8_valid(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t step = bgproc_utf8_step(bytes + i, length - i);

		if (step == 0) {
			return false;
		}
		i += step;
	}
	return true;
}

void bgproc_json_string(struct bgproc_buf *buf, const char *bytes, size_t length)
{
	size_t plain = 0; /* start of the bytes that need no escape and are not appended yet */

	bgproc_buf_append(buf, "\"", 1);
	for (size_t i = 0; i < length;) {
		unsigned char c = (unsigned char) bytes[i];
		size_t step = sequence_length((const unsigned char *) bytes + i, length - i);

		if (step > 0 && c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) {
			i += step;
			continue;
		}
		bgproc_buf_append(buf, bytes + plain, i - plain);
		if (step == 0) {
			bgproc_buf_append(buf, "\xef\xbf\xbd", 3);
		} else if (c == '"' || c == '\\') {
			bgproc_buf_printf(buf, "\\%c", c);
		} else if (c == '\n') {
			bgproc_buf_append(buf, "\\n", 2);
		} else if (c == '\t') {
			bgproc_buf_append(buf, "\\t", 2);
		} else {
			bgproc_buf_printf(buf, "\\u%04x", c);
		}
		i++;
		plain = i;
	}
	bgproc_buf_append(buf, bytes + plain, length - plain);
	bgproc_buf_append(buf, "\"", 1);
}

void bgproc_json_base64(struct bgproc_buf *buf, const char *bytes, size_t length)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = (const unsigned char *) bytes;

	bgproc_buf_append(buf, "\"", 1);
	for (size_t i = 0; i < length; i += 3) {
		size_t left = length - i;
		unsigned group = (unsigned) in[i] << 16 | (left > 1 ? (unsigned) in[i + 1] << 8 : 0u) |
			(left > 2 ? (unsigned) in[i + 2] : 0u);
		char quad[4] = {digits[group >> 18], digits[group >> 12 & 63], left > 1 ? digits[group >> 6 & 63] : '=',
			left > 2 ? digits[group & 63] : '='};

		bgproc_buf_append(buf, quad, sizeof quad);
	}
	bgproc_buf_append(buf, "\"", 1);
}
