/* SPDX-License-Identifier: Apache-2.0 */
#include "src/core/sha256.h"

#include <string.h>

#define BLOCK 64

/* FIPS 180-4, 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t x, unsigned by)
{
	return x >> by | x << (32 - by);
}

/* 6.2.2 for one block; the names are those of the standard. */
static void compress(uint32_t state[8], const unsigned char *block)
{
	uint32_t w[64], v[8];

	for (int t = 0; t < 16; t++, block += 4) {
		w[t] = (uint32_t) block[0] << 24 | (uint32_t) block[1] << 16 | (uint32_t) block[2] << 8 | block[3];
	}
	for (int t = 16; t < 64; t++) {
		uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3;
		uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10;

		w[t] = s1 + w[t - 7] + s0 + w[t - 16];
	}
	memcpy(v, state, sizeof v);
	for (int t = 0; t < 64; t++) {
		uint32_t sum1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
		uint32_t ch = (v[4] & v[5]) ^ (~v[4] & v[6]);
		uint32_t t1 = v[7] + sum1 + ch + constants[t] + w[t];
		uint32_t sum0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
		uint32_t maj = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);

		memmove(v + 1, v, 7 * sizeof *v);
		v[4] += t1;
		v[0] = t1 + sum0 + maj;
	}
	for (int i = 0; i < 8; i++) {
		state[i] += v[i];
	}
}

void bgproc_sha256_init(struct bgproc_sha256 *hash)
{
	/* 5.3.3: the first 32 bits of the fractional parts of the square roots of the first eight primes. */
	static const uint32_t start[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

	memcpy(hash->state, start, sizeof start);
	hash->length = 0;
}

void bgproc_sha256_update(struct bgproc_sha256 *hash, const void *bytes, size_t length)
{
	const unsigned char *in = bytes;
	size_t used = hash->length % BLOCK;

	if (length == 0) {
		return;
	}
	hash->length += length;
	if (used > 0) {
		size_t piece = length < BLOCK - used ? length : BLOCK - used;

		memcpy(hash->block + used, in, piece);
		in += piece;
		length -= piece;
		if (used + piece < BLOCK) {
			return;
		}
		compress(hash->state, hash->block);
	}
	for (; length >= BLOCK; in += BLOCK, length -= BLOCK) {
		compress(hash->state, in);
	}
	memcpy(hash->block, in, length);
}

void bgproc_sha256_final(struct bgproc_sha256 *hash, unsigned char digest[BGPROC_SHA256_LENGTH])
{
	uint64_t bits = hash->length * 8;
	size_t used = hash->length % BLOCK;

	hash->block[used++] = 0x80;
	if (used > BLOCK - 8) {
		memset(hash->block + used, 0, BLOCK - used);
		compress(hash->state, hash->block);
		used = 0;
	}
	memset(hash->block + used, 0, BLOCK - 8 - used);
	for (int i = 0; i < 8; i++) {
		hash->block[BLOCK - 1 - i] = (unsigned char) (bits >> 8 * i);
	}
	compress(hash->state, hash->block);
	for (int i = 0; i < BGPROC_SHA256_LENGTH; i++) {
		digest[i] = (unsigned char) (hash->state[i / 4] >> (24 - 8 * (i % 4)));
	}
	bgproc_forget(hash, sizeof *hash);
}

void bgproc_hmac_init(struct bgproc_hmac *hmac, const void *key, size_t length)
{
	unsigned char block[BLOCK] = {0};

	if (length > BLOCK) {
		bgproc_sha256_init(&hmac->inner);
		bgproc_sha256_update(&hmac->inner, key, length);
		bgproc_sha256_final(&hmac->inner, block);
	} else if (length > 0) {
		memcpy(block, key, length);
	}
	for (int i = 0; i < BLOCK; i++) {
		block[i] ^= 0x36;
	}
	bgproc_sha256_init(&hmac->inner);
	bgproc_sha256_update(&hmac->inner, block, sizeof block);
	for (int i = 0; i < BLOCK; i++) {
		block[i] ^= 0x36 ^ 0x5c;
	}
	bgproc_sha256_init(&hmac->outer);
	bgproc_sha256_update(&hmac->outer, block, sizeof block);
	bgproc_forget(block, sizeof block);
}

void bgproc_hmac_update(struct bgproc_hmac *hmac, const void *bytes, size_t length)
{
	bgproc_sha256_update(&hmac->inner, bytes, length);
}

void bgproc_hmac_final(struct bgproc_hmac *hmac, unsigned char digest[BGPROC_SHA256_LENGTH])
{
	bgproc_sha256_final(&hmac->inner, digest);
	bgproc_sha256_update(&hmac->outer, digest, BGPROC_SHA256_LENGTH);
	bgproc_sha256_final(&hmac->outer, digest);
}

void bgproc_hkdf(unsigned char derived[BGPROC_SHA256_LENGTH], const void *key, size_t length, const char *info)
{
	static const unsigned char salt[BGPROC_SHA256_LENGTH], counter = 1;
	unsigned char extracted[BGPROC_SHA256_LENGTH];
	struct bgproc_hmac hmac;

	bgproc_hmac_init(&hmac, salt, sizeof salt);
	bgproc_hmac_update(&hmac, key, length);
	bgproc_hmac_final(&hmac, extracted);
	bgproc_hmac_init(&hmac, extracted, sizeof extracted);
	bgproc_hmac_update(&hmac, info, strlen(info));
	bgproc_hmac_update(&hmac, &counter, 1);
	bgproc_hmac_final(&hmac, derived);
	bgproc_forget(extracted, sizeof extracted);
}

void bgproc_sha256_hex(char hex[2 * BGPROC_SHA256_LENGTH + 1], const unsigned char digest[BGPROC_SHA256_LENGTH])
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < BGPROC_SHA256_LENGTH; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[2 * BGPROC_SHA256_LENGTH] = '\0';
}

bool bgproc_sha256_equal(const unsigned char *a, const unsigned char *b)
{
	/* Volatile, so that the compiler does not end the loop at the first difference. */
	volatile unsigned char difference = 0;

	for (int i = 0; i < BGPROC_SHA256_LENGTH; i++) {
		difference = difference | (unsigned char) (a[i] ^ b[i]);
	}
	return difference == 0;
}

void bgproc_forget(void *secret, size_t length)
{
	if (length > 0) {
		memset(secret, 0, length);
		/* The compiler must assume that this reads the memory, so it keeps the memset(). */
		__asm__ __volatile__("" : : "r"(secret) : "memory");
	}
}
