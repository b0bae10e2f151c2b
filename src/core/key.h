/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_KEY_H
#define BGPROC_CORE_KEY_H

/*
 * A key is the name of a record, chosen by the user or generated. It is [A-Za-z0-9._-]{1,128} and does not start with a
 * dot. So it is always one plain path component and never the name of one of our temporary files.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_KEY_MAX 128
/* Hexadecimal digits of the generated part: 52 bits of time in microseconds (until 2112) and 76 random bits. */
#define BGPROC_KEY_UNIQUE_LENGTH 32

/* The rule for a key, for error messages. */
#define BGPROC_KEY_RULE "must be 1 to 128 letters, digits, \".\", \"_\" or \"-\", not starting with a dot"

bool bgproc_key_valid(const char *key, size_t length);

/* Whether the key ends in 32 lower-case hex digits, like a key of bgproc_key_format(). No user chooses that by chance. */
bool bgproc_key_is_generated(const char *key, size_t length);

/*
 * Writes prefix + 32 hex digits + NUL to key, which has room for BGPROC_KEY_MAX + 1 bytes. The digits are the wall clock
 * in microseconds (13 digits, so keys sort by time) and random ones. False when the prefix leaves no room or makes the
 * key invalid.
 */
bool bgproc_key_format(
	char *key, const char *prefix, size_t prefix_length, uint64_t wall_us, const unsigned char random[10]);

#endif
