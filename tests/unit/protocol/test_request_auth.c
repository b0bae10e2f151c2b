/* SPDX-License-Identifier: Apache-2.0 */

/* The signature of a request: it is signed, read and verified, and it is refused after any change. */

#include "src/protocol/request_auth.h"
#include "src/core/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NOW UINT64_C(1700000000)
#define JOB "job.00611f4d6a8c0123456789abcdef01234567"
#define NONCE "AbCdEfGhIjKlMnOpQrSt-_"

static const unsigned char key[BGPROC_AUTH_KEY_MIN] = "0123456789abcdef0123456789abcde";

#define TEXT(literal) {literal, sizeof(literal) - 1}

static const struct bgproc_auth_request example = {
	.place = TEXT("4711:1699999999"),
	.method = TEXT("POST"),
	.host = TEXT("192.0.2.7"),
	.target = TEXT("/report?year=2026&x=%0A"),
	.content_type = TEXT("application/json; charset=utf-8"),
	.body = TEXT("{\"a\":\n\r\0 1}"),
	.cookie = TEXT("session=abc; theme=dark"),
	.authorization = TEXT("Bearer secret"),
};

static struct bgproc_auth_claim example_claim(void)
{
	struct bgproc_auth_claim claim = {.key_id = "main-2026.a_b", .time_s = NOW, .nonce = NONCE, .job = JOB, .attempt = 2};

	return claim;
}

/* A value in memory that is exactly as long as the header promises. */
static char *signed_value(const struct bgproc_auth_request *request)
{
	struct bgproc_auth_claim claim = example_claim();
	char *value = malloc(BGPROC_AUTH_VALUE_MAX);

	assert_non_null(value);
	assert_true(bgproc_auth_sign(value, &claim, request, key, sizeof key));
	return value;
}

/* Reads a copy without a NUL behind it. */
static bool parses(struct bgproc_auth_claim *claim, const char *value, size_t length)
{
	char *copy = malloc(length ? length : 1);
	bool good;

	assert_non_null(copy);
	memcpy(copy, value, length);
	good = bgproc_auth_parse(claim, copy, length);
	free(copy);
	return good;
}

static struct bgproc_auth_claim parsed(const char *value)
{
	struct bgproc_auth_claim claim;

	assert_true(parses(&claim, value, strlen(value)));
	return claim;
}

static bool verifies(const struct bgproc_auth_claim *claim, const struct bgproc_auth_request *request, uint64_t now)
{
	return bgproc_auth_verify(claim, request, key, sizeof key, now);
}

/* ---- what is right ---- */

static void what_is_signed_is_verified(void **state)
{
	char *value = signed_value(&example);
	struct bgproc_auth_claim claim = parsed(value);

	assert_string_equal(claim.key_id, "main-2026.a_b");
	assert_true(claim.time_s == NOW);
	assert_string_equal(claim.nonce, NONCE);
	assert_string_equal(claim.job, JOB);
	assert_int_equal(claim.attempt, 2);
	assert_true(verifies(&claim, &example, NOW));
	free(value);
}

/* Made with another implementation from the description in the header: what is signed stays what it is. */
static void the_value_is_what_was_promised(void **state)
{
	char *value = signed_value(&example);

	assert_string_equal(value, "v2;kid=main-2026.a_b;t=1700000000;n=" NONCE ";job=" JOB ";f=2;s="
							   "defe90e540ab14ffc82375e240c278727315af855c13119050ea390bd07dbdce");
	free(value);
}

static void a_request_of_nothing_is_one_too(void **state)
{
	static const struct bgproc_auth_request nothing;
	char *value = signed_value(&nothing);
	struct bgproc_auth_claim claim = parsed(value);

	assert_true(verifies(&claim, &nothing, NOW));
	assert_false(verifies(&claim, &example, NOW));
	free(value);
}

static void the_longest_value_fits(void **state)
{
	struct bgproc_auth_claim claim = example_claim(), read;
	char *value = malloc(BGPROC_AUTH_VALUE_MAX);

	assert_non_null(value);
	memset(claim.key_id, 'k', BGPROC_AUTH_KEY_ID_MAX);
	memset(claim.job, 'j', BGPROC_KEY_MAX);
	claim.time_s = UINT64_MAX;
	claim.attempt = UINT32_MAX;
	assert_true(bgproc_auth_sign(value, &claim, &example, key, sizeof key));
	read = parsed(value);
	assert_memory_equal(read.signature, claim.signature, sizeof claim.signature);
	assert_string_equal(read.key_id, claim.key_id);
	assert_string_equal(read.job, claim.job);
	assert_true(read.time_s == UINT64_MAX && read.attempt == UINT32_MAX);
	assert_true(verifies(&read, &example, UINT64_MAX));
	assert_true(verifies(&read, &example, UINT64_MAX - BGPROC_AUTH_WINDOW_S));
	assert_false(verifies(&read, &example, 0));
	assert_false(verifies(&read, &example, BGPROC_AUTH_WINDOW_S - 1));
	free(value);
}

static void the_window_is_thirty_seconds_either_way(void **state)
{
	char *value = signed_value(&example);
	struct bgproc_auth_claim claim = parsed(value);

	assert_true(verifies(&claim, &example, NOW + BGPROC_AUTH_WINDOW_S));
	assert_true(verifies(&claim, &example, NOW - BGPROC_AUTH_WINDOW_S));
	assert_false(verifies(&claim, &example, NOW + BGPROC_AUTH_WINDOW_S + 1));
	assert_false(verifies(&claim, &example, NOW - BGPROC_AUTH_WINDOW_S - 1));
	assert_int_equal(BGPROC_AUTH_WINDOW_S, 30);
	assert_false(verifies(&claim, &example, 0));
	assert_false(verifies(&claim, &example, UINT64_MAX));
	free(value);
}

/* nginx's $host has no port and is in lower case. */
static void of_the_host_port_and_case_do_not_count(void **state)
{
	static const struct {
		struct bgproc_auth_text sent, arrived;
		bool same;
	} cases[] = {
		{TEXT("App.Example:8443"), TEXT("app.example"), true},
		{TEXT("app.example:8443"), TEXT("app.example:80"), true},
		{TEXT("app.example"), TEXT("APP.EXAMPLE:"), true},
		{TEXT("[2001:DB8::1]:8443"), TEXT("[2001:db8::1]"), true},
		{TEXT("[2001:db8::1]"), TEXT("[2001:db8::2]"), false},
		{TEXT("app.example:8443"), TEXT("app.example.org"), false},
		{TEXT("app.example:8443"), TEXT("app.example8443"), false},
		{TEXT("app.example8443"), TEXT("app.example"), false},
		{TEXT("app.example:8443"), TEXT("app.exampl"), false},
		{TEXT("8443"), TEXT(""), false},
		{TEXT("a:1"), TEXT("a:1:1"), false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct bgproc_auth_request request = example;
		struct bgproc_auth_claim claim;
		char *value;

		request.host = cases[i].sent;
		value = signed_value(&request);
		claim = parsed(value);
		request.host = cases[i].arrived;
		assert_int_equal(verifies(&claim, &request, NOW), cases[i].same);
		free(value);
	}
}

/* ---- tampering ---- */

static const size_t parts[] = {offsetof(struct bgproc_auth_request, place), offsetof(struct bgproc_auth_request, method),
	offsetof(struct bgproc_auth_request, host),
	offsetof(struct bgproc_auth_request, target), offsetof(struct bgproc_auth_request, content_type),
	offsetof(struct bgproc_auth_request, body), offsetof(struct bgproc_auth_request, cookie),
	offsetof(struct bgproc_auth_request, authorization)};

#define PART_COUNT (sizeof parts / sizeof *parts)

static struct bgproc_auth_text *part_of(struct bgproc_auth_request *request, size_t part)
{
	return (struct bgproc_auth_text *) ((char *) request + parts[part]);
}

/* Each part of the request: each bit changed, cut at either end, longer, empty. */
static void no_part_of_the_request_may_change(void **state)
{
	char *value = signed_value(&example);
	struct bgproc_auth_claim claim = parsed(value);

	for (size_t i = 0; i < PART_COUNT; i++) {
		struct bgproc_auth_request other = example;
		struct bgproc_auth_text *part = part_of(&other, i);
		struct bgproc_auth_text true_part = *part;
		char bytes[100];

		memcpy(bytes, part->bytes, part->length);
		part->bytes = bytes;
		assert_true(verifies(&claim, &other, NOW));
		for (size_t bit = 0; bit < 8 * part->length; bit++) {
			bytes[bit / 8] ^= (char) (1 << bit % 8);
			assert_false(verifies(&claim, &other, NOW));
			bytes[bit / 8] ^= (char) (1 << bit % 8);
		}
		part->length--;
		assert_false(verifies(&claim, &other, NOW));
		part->bytes++;
		assert_false(verifies(&claim, &other, NOW));
		part->length = 0;
		assert_false(verifies(&claim, &other, NOW));
		*part = (struct bgproc_auth_text) {bytes, true_part.length + 1};
		bytes[true_part.length] = ' ';
		assert_false(verifies(&claim, &other, NOW));
		bytes[true_part.length] = '\0';
		assert_false(verifies(&claim, &other, NOW));
		*part = true_part;
		assert_true(verifies(&claim, &other, NOW));
	}
	free(value);
}

static void parts_may_not_change_places(void **state)
{
	char *value = signed_value(&example);
	struct bgproc_auth_claim claim = parsed(value);

	for (size_t i = 0; i < PART_COUNT; i++) {
		for (size_t j = i + 1; j < PART_COUNT; j++) {
			struct bgproc_auth_request other = example;
			struct bgproc_auth_text kept = *part_of(&other, i);

			*part_of(&other, i) = *part_of(&other, j);
			*part_of(&other, j) = kept;
			assert_false(verifies(&claim, &other, NOW));
		}
	}
	free(value);
}

/* The end of one part may not become the start of the next. */
static void borders_may_not_move(void **state)
{
	static const struct bgproc_auth_text whole[] = {TEXT("AB"), TEXT("A"), TEXT("")}, rest[] = {TEXT(""), TEXT("B"), TEXT("AB")};
	struct bgproc_auth_claim claims[3];

	for (size_t i = 0; i + 1 < PART_COUNT; i++) {
		for (size_t signer = 0; signer < 3; signer++) {
			struct bgproc_auth_request request = {0};
			char *value;

			*part_of(&request, i) = whole[signer];
			*part_of(&request, i + 1) = rest[signer];
			value = signed_value(&request);
			claims[signer] = parsed(value);
			free(value);
		}
		for (size_t signer = 0; signer < 3; signer++) {
			for (size_t other = 0; other < 3; other++) {
				struct bgproc_auth_request request = {0};

				*part_of(&request, i) = whole[other];
				*part_of(&request, i + 1) = rest[other];
				assert_int_equal(verifies(&claims[signer], &request, NOW), signer == other);
			}
		}
	}
}

/* A line break inside could move a border: neither signed nor verified, except in the body. */
static void lines_and_nuls_are_refused(void **state)
{
	static const struct bgproc_auth_text bad[] = {TEXT("a\nb"), TEXT("a\r"), TEXT("\0a"), TEXT("\n")};
	struct bgproc_auth_claim claim = example_claim();
	char *value = malloc(BGPROC_AUTH_VALUE_MAX);

	assert_non_null(value);
	for (size_t i = 0; i < PART_COUNT; i++) {
		for (size_t j = 0; j < sizeof bad / sizeof *bad; j++) {
			struct bgproc_auth_request request = example;
			bool body = parts[i] == offsetof(struct bgproc_auth_request, body);

			*part_of(&request, i) = bad[j];
			assert_int_equal(bgproc_auth_sign(value, &claim, &request, key, sizeof key), body);
			assert_int_equal(value[0] != '\0', body);
		}
	}
	free(value);
}

static void no_word_of_the_claim_may_change(void **state)
{
	char *value = signed_value(&example);
	struct bgproc_auth_claim good = parsed(value), claim;

	claim = good;
	strcpy(claim.job, "job.00611f4d6a8c0123456789abcdef01234568");
	assert_false(verifies(&claim, &example, NOW));
	claim = good;
	claim.attempt = 1;
	assert_false(verifies(&claim, &example, NOW));
	claim.attempt = 3;
	assert_false(verifies(&claim, &example, NOW));
	/* Moved so that it would be in time. */
	for (uint64_t late = 1; late <= 61; late++) {
		claim = good;
		claim.time_s = NOW + late;
		assert_false(verifies(&claim, &example, NOW + late));
		claim.time_s = NOW - late;
		assert_false(verifies(&claim, &example, NOW - late));
	}
	for (size_t i = 0; i < BGPROC_AUTH_NONCE_LENGTH; i++) {
		claim = good;
		claim.nonce[i] = claim.nonce[i] == 'x' ? 'y' : 'x';
		assert_false(verifies(&claim, &example, NOW));
	}
	for (size_t bit = 0; bit < 8 * sizeof claim.signature; bit++) {
		claim = good;
		claim.signature[bit / 8] ^= (unsigned char) (1 << bit % 8);
		assert_false(verifies(&claim, &example, NOW));
	}
	claim = good;
	memset(claim.signature, 0, sizeof claim.signature);
	assert_false(verifies(&claim, &example, NOW));
	assert_true(verifies(&good, &example, NOW));
	free(value);
}

static void only_the_key_verifies(void **state)
{
	char *value = signed_value(&example);
	struct bgproc_auth_claim claim = parsed(value);
	unsigned char other[sizeof key + 1] = {0};

	memcpy(other, key, sizeof key);
	assert_true(bgproc_auth_verify(&claim, &example, other, sizeof key, NOW));
	for (size_t bit = 0; bit < 8 * sizeof key; bit++) {
		other[bit / 8] ^= (unsigned char) (1 << bit % 8);
		assert_false(bgproc_auth_verify(&claim, &example, other, sizeof key, NOW));
		other[bit / 8] ^= (unsigned char) (1 << bit % 8);
	}
	other[sizeof key] = 'x';
	assert_false(bgproc_auth_verify(&claim, &example, other, sizeof other, NOW));
	free(value);
}

static void weak_keys_are_refused(void **state)
{
	struct bgproc_auth_claim claim = example_claim();
	unsigned char none[sizeof claim.signature] = {0};
	char *value = malloc(BGPROC_AUTH_VALUE_MAX);

	assert_non_null(value);
	for (size_t length = 0; length < BGPROC_AUTH_KEY_MIN; length++) {
		assert_false(bgproc_auth_sign(value, &claim, &example, key, length));
		assert_string_equal(value, "");
		assert_memory_equal(claim.signature, none, sizeof none);
	}
	assert_true(bgproc_auth_sign(value, &claim, &example, key, sizeof key));
	/* Nor is anything verified with one, even what it would have signed. */
	for (size_t length = 0; length < BGPROC_AUTH_KEY_MIN; length++) {
		assert_false(bgproc_auth_verify(&claim, &example, key, length, NOW));
	}
	free(value);
}

/* ---- impossible claims ---- */

static void expect_impossible(const struct bgproc_auth_claim *claim)
{
	struct bgproc_auth_claim copy = *claim;
	char *value = malloc(BGPROC_AUTH_VALUE_MAX);

	assert_non_null(value);
	assert_false(bgproc_auth_sign(value, &copy, &example, key, sizeof key));
	assert_false(verifies(claim, &example, NOW));
	free(value);
}

static void impossible_claims_are_not_signed(void **state)
{
	static const char *const bad[] = {"", "a;b", "a b", "a=b", "a\nb", "\xc3\xa4", "a/b", "a+b"};
	struct bgproc_auth_claim claim;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		claim = example_claim();
		strcpy(claim.key_id, bad[i]);
		expect_impossible(&claim);
		claim = example_claim();
		strcpy(claim.job, bad[i]);
		expect_impossible(&claim);
		claim = example_claim();
		memcpy(claim.nonce, bad[i], strlen(bad[i]));
		claim.nonce[21] = i == 0 ? '\0' : claim.nonce[21];
		expect_impossible(&claim);
	}
	claim = example_claim();
	strcpy(claim.job, ".hidden");
	expect_impossible(&claim);
	claim = example_claim();
	claim.nonce[0] = '.';
	expect_impossible(&claim);
	claim = example_claim();
	claim.attempt = 0;
	expect_impossible(&claim);
	claim = example_claim();
	claim.time_s = 0;
	expect_impossible(&claim);
	/* Without a NUL where one must be. */
	claim = example_claim();
	memset(claim.key_id, 'k', sizeof claim.key_id);
	expect_impossible(&claim);
	claim = example_claim();
	memset(claim.nonce, 'n', sizeof claim.nonce);
	expect_impossible(&claim);
	claim = example_claim();
	memset(claim.job, 'j', sizeof claim.job);
	expect_impossible(&claim);
}

/* ---- malformed headers ---- */

#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char *const malformed[] = {
	"",
	"v2",
	"v2;",
	"v2;kid=k",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;",
	"v1;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v3;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	"V2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	" v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX " ",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX ";",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX ";x=1",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX "00",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=0011",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=0x112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff",
	"v2; kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid= k;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k/;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;Kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2,kid=k,t=1,n=" NONCE ",job=j,f=1,s=" HEX,
	"v2;kid=k;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;t=1;kid=k;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=0;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=01;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=+1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=-1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=1.5;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=1e3;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=0x1;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=1 ;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=18446744073709551616;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=99999999999999999999;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=184467440737095516150;n=" NONCE ";job=j;f=1;s=" HEX,
	"v2;kid=k;t=1;n=;job=j;f=1;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE "x;job=j;f=1;s=" HEX,
	"v2;kid=k;t=1;n=AbCdEfGhIjKlMnOpQrSt-;job=j;f=1;s=" HEX,
	"v2;kid=k;t=1;n=AbCdEfGhIjKlMnOpQrSt+/;job=j;f=1;s=" HEX,
	"v2;kid=k;t=1;n=AbCdEfGhIjKlMnOpQrSt==;job=j;f=1;s=" HEX,
	"v2;kid=k;t=1;n=AbCdEfGhIjKlMnOpQrSt..;job=j;f=1;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=;f=1;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=.j;f=1;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=../j;f=1;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=0;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=01;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=4294967296;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=42949672950;s=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;S=" HEX,
	"v2;kid=k;t=1;n=" NONCE ";job=j;s=" HEX ";f=1",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX "\n",
	"v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX ",v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX,
};

static void malformed_headers_are_refused(void **state)
{
	static const struct bgproc_auth_claim nothing;
	struct bgproc_auth_claim claim;

	assert_true(parsed("v2;kid=k;t=1;n=" NONCE ";job=j;f=1;s=" HEX).signature[1] == 0x11);
	for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
		memset(&claim, 0xa5, sizeof claim);
		if (parses(&claim, malformed[i], strlen(malformed[i]))) {
			fail_msg("accepted: %s", malformed[i]);
		}
		assert_memory_equal(&claim, &nothing, sizeof claim);
	}
}

/* Cut anywhere, with a byte more anywhere, and with each byte replaced by each other: not read, or not verified. */
static void a_damaged_header_is_worth_nothing(void **state)
{
	char *value = signed_value(&example);
	size_t length = strlen(value), key_id_end = (size_t) (strstr(value, ";t=") - value);
	struct bgproc_auth_claim claim;
	char bytes[BGPROC_AUTH_VALUE_MAX];

	for (size_t cut = 0; cut < length; cut++) {
		assert_false(parses(&claim, value, cut));
		memcpy(bytes, value, cut);
		memcpy(bytes + cut + 1, value + cut, length - cut);
		for (int byte = 0; byte < 256; byte++) {
			bytes[cut] = (char) byte;
			/* The name of the key is not signed: it only says with which one to verify. */
			if (parses(&claim, bytes, length + 1) && cut > key_id_end) {
				assert_false(verifies(&claim, &example, claim.time_s));
			}
		}
	}
	memcpy(bytes, value, length);
	for (size_t at = 0; at < length; at++) {
		for (int byte = 1; byte < 256; byte++) {
			bytes[at] = (char) (value[at] ^ byte);
			if (parses(&claim, bytes, length) && at > key_id_end) {
				assert_false(verifies(&claim, &example, claim.time_s));
			}
		}
		bytes[at] = value[at];
	}
	free(value);
}

static void long_headers_are_refused_unread(void **state)
{
	char text[BGPROC_AUTH_VALUE_MAX + 2], big[300];
	struct bgproc_auth_claim claim;

	memset(big, 'k', sizeof big);
	for (int length = 1; length < 200; length++) {
		snprintf(text, sizeof text, "v2;kid=%.*s;t=1;n=" NONCE ";job=j;f=1;s=" HEX, length, big);
		assert_int_equal(parses(&claim, text, strlen(text)), length <= BGPROC_AUTH_KEY_ID_MAX);
		snprintf(text, sizeof text, "v2;kid=k;t=1;n=" NONCE ";job=%.*s;f=1;s=" HEX, length, big);
		assert_int_equal(parses(&claim, text, strlen(text)), length <= BGPROC_KEY_MAX);
	}
	memset(text, 'k', sizeof text);
	memcpy(text, "v2;kid=", 7);
	assert_false(parses(&claim, text, BGPROC_AUTH_VALUE_MAX));
	assert_false(parses(&claim, text, sizeof text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_signed_is_verified),
		cmocka_unit_test(the_value_is_what_was_promised),
		cmocka_unit_test(a_request_of_nothing_is_one_too),
		cmocka_unit_test(the_longest_value_fits),
		cmocka_unit_test(the_window_is_thirty_seconds_either_way),
		cmocka_unit_test(of_the_host_port_and_case_do_not_count),
		cmocka_unit_test(no_part_of_the_request_may_change),
		cmocka_unit_test(parts_may_not_change_places),
		cmocka_unit_test(borders_may_not_move),
		cmocka_unit_test(lines_and_nuls_are_refused),
		cmocka_unit_test(no_word_of_the_claim_may_change),
		cmocka_unit_test(only_the_key_verifies),
		cmocka_unit_test(weak_keys_are_refused),
		cmocka_unit_test(impossible_claims_are_not_signed),
		cmocka_unit_test(malformed_headers_are_refused),
		cmocka_unit_test(a_damaged_header_is_worth_nothing),
		cmocka_unit_test(long_headers_are_refused_unread),
	};

	return cmocka_run_group_tests_name("request_auth", tests, NULL, NULL);
}
