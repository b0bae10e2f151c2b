/* SPDX-License-Identifier: Apache-2.0 */
#include "src/core/base64.h"

#include <stddef.h>
#include <string.h>

static int digit_of(char c)
{
	if (c >= 'A' && c <= 'Z') {
		return c - 'A';
	}
	if (c >= 'a' && c <= 'z') {
		return c - 'a' + 26;
	}
	if (c >= '0' && c <= '9') {
		return c - '0' + 52;
	}
	return c == '+' ? 62 : c == '/' ? 63
									: -1;
}

bool bgproc_base64_decode(char *text)
{
	size_t length = strlen(text), pad = 0, out = 0;

	if (length % 4 != 0) {
		return false;
	}
	while (pad < 2 && pad < length && text[length - 1 - pad] == '=') {
		pad++;
	}
	for (size_t i = 0; i < length; i += 4) {
		size_t have = i + 4 == length ? 4 - pad : 4;
		unsigned group = 0;

		for (size_t j = 0; j < 4; j++) {
			int digit = j < have ? digit_of(text[i + j]) : 0;

			if (digit < 0) {
				return false;
			}
			group = group << 6 | (unsigned) digit;
		}
		if (have < 4 && (group & (have == 3 ? 0xffu : 0xffffu))) {
			return false;
		}
		for (size_t j = 0; j + 1 < have; j++) {
			text[out++] = (char) (group >> (16 - 8 * j) & 0xff);
		}
	}
	text[out] = '\0';
	return strlen(text) == out;
}
