/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/http_auth.h"

#include "src/core/sha256.h"
#include "src/platform/clock.h"
#include "src/platform/socket/connect.h"
#include "src/platform/file/random.h"

#include <stdio.h>
#include <string.h>

/* base64url of 16 random bytes: 22 digits of 6 bits each; four bits of the last digit are zero. */
static bool make_nonce(char nonce[BGPROC_AUTH_NONCE_LENGTH + 1])
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned char random[18] = {0};

	if (bgproc_random_bytes(random, 16) < 0) {
		return false;
	}
	for (size_t i = 0; i < BGPROC_AUTH_NONCE_LENGTH; i++) {
		size_t at = i / 4 * 3;
		uint32_t three = (uint32_t) random[at] << 16 | (uint32_t) random[at + 1] << 8 | random[at + 2];

		nonce[i] = digits[three >> (18 - 6 * (i % 4)) & 63];
	}
	nonce[BGPROC_AUTH_NONCE_LENGTH] = '\0';
	return true;
}

static struct bgproc_auth_text text(const struct bgproc_request *request, enum bgproc_spec_field field)
{
	struct bgproc_spec_value value = bgproc_request_value(request, field);

	return (struct bgproc_auth_text) {value.bytes, value.length};
}

bool bgproc_http_auth_sign(const struct bgproc_request *request, char value[BGPROC_AUTH_VALUE_MAX])
{
	struct bgproc_spec_value key = bgproc_request_value(request, BGPROC_SPEC_KEY);
	struct bgproc_spec_value key_id = bgproc_request_value(request, BGPROC_SPEC_KEY_ID);
	char place[BGPROC_AUTH_PLACE_MAX] = "";
	const struct bgproc_auth_request parts = {
		/* If the socket does not exist, the job has ended and no worker accepts the request. So an empty place is no problem. */
		.place = {place, bgproc_socket_place(request->notify, place, sizeof place) == 0 ? strlen(place) : 0},
		.method = text(request, BGPROC_SPEC_METHOD),
		.host = text(request, BGPROC_SPEC_HOST),
		.target = text(request, BGPROC_SPEC_TARGET),
		.content_type = text(request, BGPROC_SPEC_CONTENT_TYPE),
		.body = text(request, BGPROC_SPEC_BODY),
		.cookie = text(request, BGPROC_SPEC_COOKIE),
		.authorization = text(request, BGPROC_SPEC_AUTHORIZATION),
	};
	struct bgproc_auth_claim claim = {.time_s = bgproc_wall_us() / 1000000, .attempt = request->attempt};
	bool done = false;

	if (key_id.length <= BGPROC_AUTH_KEY_ID_MAX && make_nonce(claim.nonce)) {
		memcpy(claim.key_id, key_id.bytes, key_id.length);
		snprintf(claim.job, sizeof claim.job, "%s", request->job);
		done = bgproc_auth_sign(value, &claim, &parts, (const unsigned char *) key.bytes, key.length);
	}
	/* The key is in our own copy of the spec, and is not needed again. */
	bgproc_forget((char *) key.bytes, key.length);
	return done;
}
