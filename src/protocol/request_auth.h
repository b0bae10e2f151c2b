/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PROTOCOL_REQUEST_AUTH_H
#define BGPROC_PROTOCOL_REQUEST_AUTH_H

/*
 * Proof that our own bgproc.request has sent an HTTP request for one attempt of one job: HMAC-SHA256 (RFC 2104, FIPS 180-4)
 * over all relevant parts of the request. The key is derived by HKDF (RFC 5869, info "bgproc/http") from the configured key.
 * The signer (src/request) and the verifier (src/php/job/context/accept.c) both use this file.
 *
 *     X-Bgproc-Auth: v2;kid=K;t=UNIX;n=NONCE;job=ID;f=ATTEMPT;s=HEX
 *
 * These parts are signed, each followed by a line feed: "bgproc-v2", place, job, attempt, t, n, METHOD, host in lower case
 * without its port (some web servers pass on only this), path?query as sent, content type, hex SHA-256 of the body, and hex
 * SHA-256 of the cookie header, a line feed and the authorization header.
 *
 * The place identifies the file of the supervisor's socket, "inode:time of the last change" (bgproc_socket_place()). It is not
 * sent: both sides read it from the file. So a request cannot be replayed to another host or directory with the same key: there
 * the file is another one or does not exist.
 */

#include "src/core/error.h"
#include "src/core/key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_AUTH_HEADER "X-Bgproc-Auth"
#define BGPROC_AUTH_KEY_MIN 32      /* bytes of a configured key */
#define BGPROC_AUTH_WINDOW_S 30     /* largest difference between the signer's clock and ours, in both directions */
#define BGPROC_AUTH_NONCE_LENGTH 22 /* base64url of 128 bits, no padding */
#define BGPROC_AUTH_KEY_ID_MAX 64   /* [A-Za-z0-9._-] */
#define BGPROC_AUTH_VALUE_MAX 512   /* with its NUL; a longer header is refused without reading it */
#define BGPROC_AUTH_PLACE_MAX 48    /* length of the place, with its NUL */

struct bgproc_auth_text {
	const char *bytes;
	size_t length;
};

/* The signed parts of a request. Absent parts are empty. */
struct bgproc_auth_request {
	struct bgproc_auth_text place, method, host, target, content_type, body, cookie, authorization;
};

/* The content of the header. */
struct bgproc_auth_claim {
	char key_id[BGPROC_AUTH_KEY_ID_MAX + 1];
	uint64_t time_s;
	char nonce[BGPROC_AUTH_NONCE_LENGTH + 1];
	char job[BGPROC_KEY_MAX + 1];
	uint32_t attempt;
	unsigned char signature[32];
};

/*
 * Writes the header's value (with NUL, at most BGPROC_AUTH_VALUE_MAX bytes) for the claim, and fills in its signature. False
 * when a field of the claim is not valid, when the key is too short, or when a part of the request other than the body contains
 * a line break or a NUL: the signature covers lines, so a line break inside a part would be ambiguous.
 */
bool bgproc_auth_sign(char *value, struct bgproc_auth_claim *claim, const struct bgproc_auth_request *request,
	const unsigned char *key, size_t key_length);

/* Reads a header's value strictly: each of these fields once, in this order. False for anything else. */
bool bgproc_auth_parse(struct bgproc_auth_claim *claim, const char *value, size_t length);

/*
 * Whether the claim was signed with the key for this request, and now_s is within the window. Signatures are compared in
 * constant time. Always false for a claim or request that bgproc_auth_sign() refuses.
 */
bool bgproc_auth_verify(const struct bgproc_auth_claim *claim, const struct bgproc_auth_request *request,
	const unsigned char *key, size_t key_length, uint64_t now_s);

#endif
