/* SPDX-License-Identifier: Apache-2.0 */
#include "src/core/key.h"

#include <stdint.h>
#include <string.h>

/*
 * isalnum() is not used, because keys must not depend on the locale of the caller. A table is used for speed, because a list
 * checks every byte of every name in a directory. The bit for c is bit c % 64 of valid[c / 64]. "-" and "." are 45 and 46, the
 * digits begin at 48, the letters at 65 and 97, "_" is 95.
 */
static bool valid_byte(char c)
{
	static const uint64_t valid[4] = {3ULL << 45 | 1023ULL << 48, 67108863ULL << 1 | 1ULL << 31 | 67108863ULL << 33, 0, 0};
	unsigned char byte = (unsigned char) c;

	return valid[byte >> 6] >> (byte & 63) & 1;
}

bool bgproc_key_valid(const char *key, size_t length)
{
	if (length == 0 || length > BGPROC_KEY_MAX || key[0] == '.') {
		return false;
	}
	for (size_t i = 0; i < length; i++) {
		if (!valid_byte(key[i])) {
			return false;
		}
	}
	return true;
}

bool bgproc_key_is_generated(const char *key, size_t length)
{
	if (length < BGPROC_KEY_UNIQUE_LENGTH) {
		return false;
	}
	for (size_t i = length - BGPROC_KEY_UNIQUE_LENGTH; i < length; i++) {
		if (!((key[i] >= '0' && key[i] <= '9') || (key[i] >= 'a' && key[i] <= 'f'))) {
			return false;
		}
	}
	return true;
}

bool bgproc_key_format(
	char *key, const char *prefix, size_t prefix_length, uint64_t wall_us, const unsigned char random[10])
{
	static const char digits[] = "0123456789abcdef";
	char *out;

	if (prefix_length > BGPROC_KEY_MAX - BGPROC_KEY_UNIQUE_LENGTH) {
		return false;
	}
	memcpy(key, prefix, prefix_length);
	out = key + prefix_length;
	for (int shift = 48; shift >= 0; shift -= 4) {
		*out++ = digits[(wall_us >> shift) & 15];
	}
	for (int i = 0; i < 9; i++) {
		*out++ = digits[random[i] >> 4];
		*out++ = digits[random[i] & 15];
	}
	*out++ = digits[random[9] & 15];
	*out = '\0';
	return bgproc_key_valid(key, (size_t) (out - key));
}
