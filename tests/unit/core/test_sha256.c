/* SPDX-License-Identifier: Apache-2.0 */

/* SHA-256, HMAC and HKDF with the test vectors of FIPS 180-4, RFC 4231 and RFC 5869, and with input in pieces. */

#include "src/core/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_digest(const unsigned char *digest, const char *expected)
{
	char hex[2 * BGPROC_SHA256_LENGTH + 1];

	bgproc_sha256_hex(hex, digest);
	assert_string_equal(hex, expected);
}

static void hash_once(unsigned char *digest, const void *bytes, size_t length)
{
	struct bgproc_sha256 hash;

	bgproc_sha256_init(&hash);
	bgproc_sha256_update(&hash, bytes, length);
	bgproc_sha256_final(&hash, digest);
}

static void vectors_of_fips_180(void **state)
{
	static const struct {
		const char *text, *digest;
	} vectors[] = {
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
		{"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
			"cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
	};
	unsigned char digest[BGPROC_SHA256_LENGTH];

	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		hash_once(digest, vectors[i].text, strlen(vectors[i].text));
		expect_digest(digest, vectors[i].digest);
	}
	hash_once(digest, NULL, 0);
	expect_digest(digest, vectors[0].digest);
}

static void a_million_letters(void **state)
{
	unsigned char digest[BGPROC_SHA256_LENGTH];
	struct bgproc_sha256 hash;
	char letters[997];

	memset(letters, 'a', sizeof letters);
	bgproc_sha256_init(&hash);
	for (size_t left = 1000000; left > 0;) {
		size_t piece = left < sizeof letters ? left : sizeof letters;

		bgproc_sha256_update(&hash, letters, piece);
		left -= piece;
	}
	bgproc_sha256_final(&hash, digest);
	expect_digest(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Every length around the padding's borders, cut at every place into two and into pieces of every size. */
static void pieces_make_the_same_digest(void **state)
{
	unsigned char whole[BGPROC_SHA256_LENGTH], digest[BGPROC_SHA256_LENGTH];
	unsigned char bytes[200];
	struct bgproc_sha256 hash;

	for (size_t i = 0; i < sizeof bytes; i++) {
		bytes[i] = (unsigned char) (i * 7);
	}
	for (size_t length = 0; length <= sizeof bytes; length++) {
		hash_once(whole, bytes, length);
		for (size_t cut = 0; cut <= length; cut++) {
			bgproc_sha256_init(&hash);
			bgproc_sha256_update(&hash, bytes, cut);
			bgproc_sha256_update(&hash, bytes + cut, length - cut);
			bgproc_sha256_final(&hash, digest);
			assert_memory_equal(digest, whole, sizeof whole);
		}
		for (size_t piece = 1; piece <= length; piece++) {
			bgproc_sha256_init(&hash);
			for (size_t at = 0; at < length; at += piece) {
				bgproc_sha256_update(&hash, bytes + at, length - at < piece ? length - at : piece);
			}
			bgproc_sha256_final(&hash, digest);
			assert_memory_equal(digest, whole, sizeof whole);
		}
	}
}

/* One digest over the digests of all lengths from 0 to 299, made with another implementation. */
static void all_lengths_are_padded_right(void **state)
{
	unsigned char digest[BGPROC_SHA256_LENGTH], bytes[300];
	struct bgproc_sha256 all;

	for (size_t i = 0; i < sizeof bytes; i++) {
		bytes[i] = (unsigned char) (i & 0xff);
	}
	bgproc_sha256_init(&all);
	for (size_t length = 0; length < sizeof bytes; length++) {
		hash_once(digest, bytes, length);
		bgproc_sha256_update(&all, digest, sizeof digest);
	}
	bgproc_sha256_final(&all, digest);
	expect_digest(digest, "df90175783c44235cf6aefd935a2c2747f42399416d16789ece339f1fd26d835");
}

/* ---- HMAC ---- */

struct mac_vector {
	int key_byte; /* -1: key is text */
	const char *key;
	size_t key_length;
	int data_byte;
	const char *data;
	size_t data_length;
	const char *digest;
	size_t digest_length; /* hex digits that are given */
};

static const struct mac_vector rfc_4231[] = {
	{0x0b, NULL, 20, -1, "Hi There", 8, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", 64},
	{-1, "Jefe", 4, -1, "what do ya want for nothing?", 28,
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", 64},
	{0xaa, NULL, 20, 0xdd, NULL, 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", 64},
	{-1,
		"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19", 25,
		0xcd, NULL, 50, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b", 64},
	{0x0c, NULL, 20, -1, "Test With Truncation", 20, "a3b6167473100ee06e0c796c2955552b", 32},
	{0xaa, NULL, 131, -1, "Test Using Larger Than Block-Size Key - Hash Key First", 54,
		"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54", 64},
	{0xaa, NULL, 131, -1,
		"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
		"hashed before being used by the HMAC algorithm.",
		152, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2", 64},
};

static const char *filled(char *room, int byte, const char *text, size_t length)
{
	if (byte < 0) {
		return text;
	}
	memset(room, byte, length);
	return room;
}

static void vectors_of_rfc_4231(void **state)
{
	for (size_t i = 0; i < sizeof rfc_4231 / sizeof *rfc_4231; i++) {
		const struct mac_vector *v = &rfc_4231[i];
		unsigned char digest[BGPROC_SHA256_LENGTH];
		char key_room[200], data_room[200], hex[2 * BGPROC_SHA256_LENGTH + 1];
		const char *key = filled(key_room, v->key_byte, v->key, v->key_length);
		const char *data = filled(data_room, v->data_byte, v->data, v->data_length);

		for (size_t piece = 1; piece <= v->data_length; piece++) {
			struct bgproc_hmac hmac;

			bgproc_hmac_init(&hmac, key, v->key_length);
			for (size_t at = 0; at < v->data_length; at += piece) {
				bgproc_hmac_update(&hmac, data + at, v->data_length - at < piece ? v->data_length - at : piece);
			}
			bgproc_hmac_final(&hmac, digest);
			bgproc_sha256_hex(hex, digest);
			hex[v->digest_length] = '\0';
			assert_string_equal(hex, v->digest);
		}
	}
}

/* A key of exactly one block is used as it is, one byte more is hashed; both made with another implementation. */
static void keys_around_the_block(void **state)
{
	static const char *const digests[] = {
		"ac606b54f050fbdd53bb5848b99dd0bb6f1222bd375ea2aaf66f1af02fcf73e7",
		"93244b031118b8060c6619e5900fcf916faefb2d8d020fecb22ae0f62275db08",
		"a79b53d0bf1cb4bb00c301979e6e60ef792a435cafabd76ab9e8989bbdef2dff"};
	unsigned char digest[BGPROC_SHA256_LENGTH], key[65];
	struct bgproc_hmac hmac;

	memset(key, 'k', sizeof key);
	for (size_t i = 0; i < 3; i++) {
		bgproc_hmac_init(&hmac, key, 63 + i);
		bgproc_hmac_update(&hmac, "data", 4);
		bgproc_hmac_final(&hmac, digest);
		expect_digest(digest, digests[i]);
	}
	bgproc_hmac_init(&hmac, NULL, 0);
	bgproc_hmac_final(&hmac, digest);
	expect_digest(digest, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

/* ---- HKDF ---- */

/* Test case 3: no salt, no info; the first block of its 42 bytes. Cases 1 and 2 have a salt, which ours never has. */
static void vector_of_rfc_5869(void **state)
{
	unsigned char derived[BGPROC_SHA256_LENGTH], key[22];

	memset(key, 0x0b, sizeof key);
	bgproc_hkdf(derived, key, sizeof key, "");
	expect_digest(derived, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

static void the_info_separates_keys(void **state)
{
	unsigned char derived[BGPROC_SHA256_LENGTH], key[32];

	memset(key, 'k', sizeof key);
	bgproc_hkdf(derived, key, sizeof key, "bgproc/http");
	expect_digest(derived, "3dd28e9fd7d63181bdbec1ed3374a72fdc8107d1903b464d39b45c8e66bde14c");
	bgproc_hkdf(derived, key, sizeof key, "bgproc/other");
	expect_digest(derived, "e7f3373b77a11cd5ccbdfb8da91c3537bc35e07b52bb0181eadd1bcdb7c78b5d");
}

/* ---- the rest ---- */

static void equal_is_true_of_equals_only(void **state)
{
	unsigned char a[BGPROC_SHA256_LENGTH], b[BGPROC_SHA256_LENGTH];

	hash_once(a, "x", 1);
	memcpy(b, a, sizeof b);
	assert_true(bgproc_sha256_equal(a, b));
	assert_true(bgproc_sha256_equal(a, a));
	for (size_t bit = 0; bit < 8 * sizeof b; bit++) {
		b[bit / 8] ^= (unsigned char) (1 << bit % 8);
		assert_false(bgproc_sha256_equal(a, b));
		assert_false(bgproc_sha256_equal(b, a));
		b[bit / 8] ^= (unsigned char) (1 << bit % 8);
	}
	/* Two differences do not cancel each other. */
	b[0] ^= 0xff;
	b[1] ^= 0xff;
	assert_false(bgproc_sha256_equal(a, b));
}

static void nothing_is_left_of_a_secret(void **state)
{
	static const unsigned char zeros[sizeof(struct bgproc_hmac)];
	unsigned char digest[BGPROC_SHA256_LENGTH];
	char secret[40];
	struct bgproc_hmac hmac;

	memset(secret, 's', sizeof secret);
	bgproc_forget(secret, 0);
	assert_int_equal(secret[0], 's');
	bgproc_forget(secret, sizeof secret - 1);
	assert_memory_equal(secret, zeros, sizeof secret - 1);
	assert_int_equal(secret[sizeof secret - 1], 's');
	bgproc_hmac_init(&hmac, "secret", 6);
	bgproc_hmac_final(&hmac, digest);
	assert_memory_equal(&hmac, zeros, sizeof hmac);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors_of_fips_180),
		cmocka_unit_test(a_million_letters),
		cmocka_unit_test(pieces_make_the_same_digest),
		cmocka_unit_test(all_lengths_are_padded_right),
		cmocka_unit_test(vectors_of_rfc_4231),
		cmocka_unit_test(keys_around_the_block),
		cmocka_unit_test(vector_of_rfc_5869),
		cmocka_unit_test(the_info_separates_keys),
		cmocka_unit_test(equal_is_true_of_equals_only),
		cmocka_unit_test(nothing_is_left_of_a_secret),
	};

	return cmocka_run_group_tests_name("sha256", tests, NULL, NULL);
}
