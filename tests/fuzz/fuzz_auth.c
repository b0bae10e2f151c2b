/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: any bytes as the header of a signed request, and as the parts of a request. A header that is
 * read has one spelling and is not a forgery that passes; what is signed is verified, and with a bit changed it is not.
 * Built and run by tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/protocol/request_auth.h"
#include "src/core/sha256.h"

#include <inttypes.h>
#include <stdio.h>

#define PART_COUNT 8

static const unsigned char key[BGPROC_AUTH_KEY_MIN] = "a key that is known to nobody...";

static void check_header(const char *text, size_t length)
{
	static const struct bgproc_auth_request nothing;
	char again[BGPROC_AUTH_VALUE_MAX], hex[2 * BGPROC_SHA256_LENGTH + 1];
	struct bgproc_auth_claim claim;
	unsigned char signature[32];

	if (!bgproc_auth_parse(&claim, text, length)) {
		return;
	}
	bgproc_sha256_hex(hex, claim.signature);
	snprintf(again, sizeof again, "v2;kid=%s;t=%" PRIu64 ";n=%s;job=%s;f=%" PRIu32 ";s=%s", claim.key_id, claim.time_s,
		claim.nonce, claim.job, claim.attempt, hex);
	expect(strlen(again) == length && memcmp(again, text, length) == 0);
	expect(!bgproc_auth_verify(&claim, &nothing, key, sizeof key, claim.time_s));
	/* What can be read can be signed, and is the same but for the signature. */
	memcpy(signature, claim.signature, sizeof signature);
	expect(bgproc_auth_sign(again, &claim, &nothing, key, sizeof key));
	expect(strlen(again) == length && memcmp(again, text, length - 64) == 0);
	expect(bgproc_auth_verify(&claim, &nothing, key, sizeof key, claim.time_s));
	expect(!bgproc_sha256_equal(signature, claim.signature));
}

/* Eight parts, each behind a byte that says how long it is. */
static void split(const char *bytes, size_t size, struct bgproc_auth_text parts[PART_COUNT])
{
	for (int i = 0; i < PART_COUNT; i++) {
		size_t length = size ? (unsigned char) *bytes : 0;

		bytes += size > 0;
		size -= size > 0;
		length = length < size ? length : size;
		parts[i] = (struct bgproc_auth_text) {bytes, length};
		bytes += length;
		size -= length;
	}
}

static bool has_line(const struct bgproc_auth_text *text)
{
	for (size_t i = 0; i < text->length; i++) {
		if (strchr("\r\n", text->bytes[i])) { /* its NUL as well */
			return true;
		}
	}
	return false;
}

static void check_request(char *bytes, size_t size)
{
	struct bgproc_auth_claim claim = {
		.key_id = "k", .time_s = 100, .nonce = "AAAAAAAAAAAAAAAAAAAAAA", .job = "job.1", .attempt = 1};
	struct bgproc_auth_claim read;
	struct bgproc_auth_text parts[PART_COUNT];
	struct bgproc_auth_request request;
	char value[BGPROC_AUTH_VALUE_MAX];
	bool possible = true;

	split(bytes, size, parts);
	request = (struct bgproc_auth_request) {parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7]};
	for (int i = 0; i < PART_COUNT; i++) {
		possible = possible && (i == 5 || !has_line(&parts[i]));
	}
	expect(bgproc_auth_sign(value, &claim, &request, key, sizeof key) == possible);
	if (!possible) {
		expect(value[0] == '\0' && !bgproc_auth_verify(&claim, &request, key, sizeof key, 100));
		return;
	}
	expect(bgproc_auth_parse(&read, value, strlen(value)));
	expect(bgproc_auth_verify(&read, &request, key, sizeof key, 100 + BGPROC_AUTH_WINDOW_S));
	expect(!bgproc_auth_verify(&read, &request, key, sizeof key, 101 + BGPROC_AUTH_WINDOW_S));
	for (int i = 0; i < PART_COUNT; i++) {
		if (parts[i].length > 0) {
			char *byte = bytes + (parts[i].bytes - bytes) + parts[i].length / 2;

			*byte ^= 0x40;
			expect(!bgproc_auth_verify(&read, &request, key, sizeof key, 100));
			*byte ^= 0x40;
		}
	}
	expect(bgproc_auth_verify(&read, &request, key, sizeof key, 100));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = exact_copy(data, size);

	if (bytes) {
		check_header(bytes, size);
		check_request(bytes, size);
		free(bytes);
	}
	return 0;
}
