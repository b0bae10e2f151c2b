/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PROTOCOL_REQUEST_AUTH_H
#define BGPROC_PROTOCOL_REQUEST_AUTH_H

/*
 * Proof that an HTTP request was sent by our own bgproc.request for one attempt of one job: HMAC-SHA256 (RFC 2104, FIPS
 * 180-4) over everything that matters of the request, with a key derived by HKDF (RFC 5869, info "bgproc/http") from the
 * configured one. Signer (src/request) and verifier (src/php/job/context/accept.c) share this file.
 *
 *     X-Bgproc-Auth: v2;kid=K;t=UNIX;n=NONCE;job=ID;f=ATTEMPT;s=HEX
 *
 * Signed, each followed by a line feed: "bgproc-v2", place, job, attempt, t, n, METHOD, host in lower case without its port (as
 * some web servers hand it on), path?query as sent, content type, hex SHA-256 of the body, hex SHA-256 of the cookie header, a
 * line feed and the authorization header.
 *
 * The place is the supervisor's socket as a file, "inode:time of the last change" (bgproc_socket_place()). It is not sent: both
 * sides look at the file. Another host or directory with the same key has another file, or none, and cannot be replayed to.
 */

#include "src/core/error.h"
#include "src/core/key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_AUTH_HEADER "X-Bgproc-Auth"
#define BGPROC_AUTH_KEY_MIN 32      /* bytes of a configured key */
#define BGPROC_AUTH_WINDOW_S 30     /* how far the signer's clock may be from ours, either way */
#define BGPROC_AUTH_NONCE_LENGTH 22 /* base64url of 128 bits, no padding */
#define BGPROC_AUTH_KEY_ID_MAX 64   /* [A-Za-z0-9._-] */
#define BGPROC_AUTH_VALUE_MAX 512   /* a longer header is refused unread */
#define BGPROC_AUTH_PLACE_MAX 48    /* of the place, with its NUL */

struct bgproc_auth_text {
	const char *bytes;
	size_t length;
};

/* What is signed of a request. Absent parts are empty. */
struct bgproc_auth_request {
	struct bgproc_auth_text place, method, host, target, content_type, body, cookie, authorization;
};

/* What the header says. */
struct bgproc_auth_claim {
	char key_id[BGPROC_AUTH_KEY_ID_MAX + 1];
	uint64_t time_s;
	char nonce[BGPROC_AUTH_NONCE_LENGTH + 1];
	char job[BGPROC_KEY_MAX + 1];
	uint32_t attempt;
	unsigned char signature[32];
};

/*
 * Writes the header's value (with NUL, at most BGPROC_AUTH_VALUE_MAX) for claim, whose signature is filled in here.
 * False when a field of the claim is impossible, the key is too short, or a part of the request other than the body has a
 * line break or a NUL inside: the signature covers lines, and no part may shift their borders.
 */
bool bgproc_auth_sign(char *value, struct bgproc_auth_claim *claim, const struct bgproc_auth_request *request,
	const unsigned char *key, size_t key_length);

/* Reads a header's value strictly: these fields, in this order, once. False for anything else. */
bool bgproc_auth_parse(struct bgproc_auth_claim *claim, const char *value, size_t length);

/*
 * Whether the claim was signed by the key for this request, in constant time, and now is within the window. Never for what
 * bgproc_auth_sign() refuses.
 */
bool bgproc_auth_verify(const struct bgproc_auth_claim *claim, const struct bgproc_auth_request *request,
	const unsigned char *key, size_t key_length, uint64_t now_s);

#endif
