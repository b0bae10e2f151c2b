/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_SHA256_H
#define BGPROC_CORE_SHA256_H

/*
 * SHA-256 (FIPS 180-4), and HMAC (RFC 2104) and HKDF (RFC 5869) with SHA-256. This is our own code, because the programs
 * cannot use ext/hash.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_SHA256_LENGTH 32

struct bgproc_sha256 {
	uint32_t state[8];
	uint64_t length; /* bytes so far */
	unsigned char block[64];
};

void bgproc_sha256_init(struct bgproc_sha256 *hash);
void bgproc_sha256_update(struct bgproc_sha256 *hash, const void *bytes, size_t length);
void bgproc_sha256_final(struct bgproc_sha256 *hash, unsigned char digest[BGPROC_SHA256_LENGTH]);

struct bgproc_hmac {
	struct bgproc_sha256 inner, outer;
};

void bgproc_hmac_init(struct bgproc_hmac *hmac, const void *key, size_t length);
void bgproc_hmac_update(struct bgproc_hmac *hmac, const void *bytes, size_t length);
void bgproc_hmac_final(struct bgproc_hmac *hmac, unsigned char digest[BGPROC_SHA256_LENGTH]);

/* Derives one key of 32 bytes: HKDF extract without salt, then one block of expand. */
void bgproc_hkdf(unsigned char derived[BGPROC_SHA256_LENGTH], const void *key, size_t length, const char *info);

/* Writes the digest in lower-case hexadecimal digits, with a NUL. */
void bgproc_sha256_hex(char hex[2 * BGPROC_SHA256_LENGTH + 1], const unsigned char digest[BGPROC_SHA256_LENGTH]);

/* Whether two digests are equal, in constant time. */
bool bgproc_sha256_equal(const unsigned char *a, const unsigned char *b);

/* Overwrites a secret; the compiler cannot remove this. */
void bgproc_forget(void *secret, size_t length);

#endif
