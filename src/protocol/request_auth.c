/* SPDX-License-Identifier: Apache-2.0 */
#include "src/protocol/request_auth.h"

#include "src/core/sha256.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define VERSION_LINE "bgproc-v2"
#define KEY_INFO "bgproc/http"

_Static_assert(sizeof((struct bgproc_auth_claim *) 0)->signature == BGPROC_SHA256_LENGTH, "a signature is a digest");
/* "v2", six names with their "=" and ";", two numbers, the hex signature and the NUL. */
_Static_assert(2 + 22 + BGPROC_AUTH_KEY_ID_MAX + 20 + BGPROC_AUTH_NONCE_LENGTH + BGPROC_KEY_MAX + 10 +
			2 * BGPROC_SHA256_LENGTH + 1 <=
		BGPROC_AUTH_VALUE_MAX,
	"every possible header is short enough");

/* Whether the text has only bytes of [A-Za-z0-9_-], independent of the locale; with dot, "." is also allowed. */
static bool plain(const char *text, size_t length, bool dot)
{
	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
				(c == '.' && dot))) {
			return false;
		}
	}
	return true;
}

static bool key_id_valid(const char *text, size_t length)
{
	return length > 0 && length <= BGPROC_AUTH_KEY_ID_MAX && plain(text, length, true);
}

static bool nonce_valid(const char *text, size_t length)
{
	return length == BGPROC_AUTH_NONCE_LENGTH && plain(text, length, false);
}

static bool claim_valid(const struct bgproc_auth_claim *claim)
{
	return claim->time_s > 0 && claim->attempt > 0 &&
		key_id_valid(claim->key_id, strnlen(claim->key_id, sizeof claim->key_id)) &&
		nonce_valid(claim->nonce, strnlen(claim->nonce, sizeof claim->nonce)) &&
		bgproc_key_valid(claim->job, strnlen(claim->job, sizeof claim->job));
}

/* The signed text consists of lines, so a part with a line break could pass for two. HTTP does not allow these bytes either. */
static bool one_line(const struct bgproc_auth_text *text)
{
	return text->length == 0 ||
		(!memchr(text->bytes, '\n', text->length) && !memchr(text->bytes, '\r', text->length) &&
			!memchr(text->bytes, '\0', text->length));
}

static bool request_valid(const struct bgproc_auth_request *request)
{
	return one_line(&request->place) && one_line(&request->method) && one_line(&request->host) && one_line(&request->target) &&
		one_line(&request->content_type) && one_line(&request->cookie) && one_line(&request->authorization);
}

static void add_line(struct bgproc_hmac *hmac, const char *bytes, size_t length)
{
	bgproc_hmac_update(hmac, bytes, length);
	bgproc_hmac_update(hmac, "\n", 1);
}

static void add_text(struct bgproc_hmac *hmac, const struct bgproc_auth_text *text)
{
	add_line(hmac, text->bytes, text->length);
}

/* The length of a host without its port. The colons of an IPv6 address are in brackets. */
static size_t without_port(const struct bgproc_auth_text *host)
{
	size_t length = host->length;

	while (length > 0 && host->bytes[length - 1] >= '0' && host->bytes[length - 1] <= '9') {
		length--;
	}
	return length > 0 && host->bytes[length - 1] == ':' ? length - 1 : host->length;
}

/* Adds only the name, in lower case: some web servers pass on nothing more (nginx's $host). */
static void add_host(struct bgproc_hmac *hmac, const struct bgproc_auth_text *host)
{
	size_t length = without_port(host);

	for (size_t i = 0; i < length; i++) {
		char c = host->bytes[i];

		if (c >= 'A' && c <= 'Z') {
			c = (char) (c - 'A' + 'a');
		}
		bgproc_hmac_update(hmac, &c, 1);
	}
	bgproc_hmac_update(hmac, "\n", 1);
}

static void add_number(struct bgproc_hmac *hmac, uint64_t number)
{
	char digits[24];

	add_line(hmac, digits, (size_t) snprintf(digits, sizeof digits, "%" PRIu64, number));
}

/* Ends the hash and adds it as hex. */
static void add_hash(struct bgproc_hmac *hmac, struct bgproc_sha256 *hash)
{
	unsigned char digest[BGPROC_SHA256_LENGTH];
	char hex[2 * BGPROC_SHA256_LENGTH + 1];

	bgproc_sha256_final(hash, digest);
	bgproc_sha256_hex(hex, digest);
	add_line(hmac, hex, sizeof hex - 1);
}

static void compute(unsigned char signature[BGPROC_SHA256_LENGTH], const struct bgproc_auth_claim *claim,
	const struct bgproc_auth_request *request, const unsigned char *key, size_t key_length)
{
	unsigned char derived[BGPROC_SHA256_LENGTH];
	struct bgproc_sha256 hash;
	struct bgproc_hmac hmac;

	bgproc_hkdf(derived, key, key_length, KEY_INFO);
	bgproc_hmac_init(&hmac, derived, sizeof derived);
	bgproc_forget(derived, sizeof derived);
	add_line(&hmac, VERSION_LINE, strlen(VERSION_LINE));
	add_text(&hmac, &request->place);
	add_line(&hmac, claim->job, strlen(claim->job));
	add_number(&hmac, claim->attempt);
	add_number(&hmac, claim->time_s);
	add_line(&hmac, claim->nonce, strlen(claim->nonce));
	add_text(&hmac, &request->method);
	add_host(&hmac, &request->host);
	add_text(&hmac, &request->target);
	add_text(&hmac, &request->content_type);
	bgproc_sha256_init(&hash);
	bgproc_sha256_update(&hash, request->body.bytes, request->body.length);
	add_hash(&hmac, &hash);
	bgproc_sha256_init(&hash);
	bgproc_sha256_update(&hash, request->cookie.bytes, request->cookie.length);
	bgproc_sha256_update(&hash, "\n", 1);
	bgproc_sha256_update(&hash, request->authorization.bytes, request->authorization.length);
	add_hash(&hmac, &hash);
	bgproc_hmac_final(&hmac, signature);
}

bool bgproc_auth_sign(char *value, struct bgproc_auth_claim *claim, const struct bgproc_auth_request *request,
	const unsigned char *key, size_t key_length)
{
	char hex[2 * BGPROC_SHA256_LENGTH + 1];

	value[0] = '\0';
	if (key_length < BGPROC_AUTH_KEY_MIN || !claim_valid(claim) || !request_valid(request)) {
		return false;
	}
	compute(claim->signature, claim, request, key, key_length);
	bgproc_sha256_hex(hex, claim->signature);
	snprintf(value, BGPROC_AUTH_VALUE_MAX, "v2;kid=%s;t=%" PRIu64 ";n=%s;job=%s;f=%" PRIu32 ";s=%s", claim->key_id,
		claim->time_s, claim->nonce, claim->job, claim->attempt, hex);
	return true;
}

/* ---- the header ---- */

struct cursor {
	const char *at, *end;
};

static bool take_word(struct cursor *in, const char *word)
{
	size_t length = strlen(word);

	if ((size_t) (in->end - in->at) < length || memcmp(in->at, word, length) != 0) {
		return false;
	}
	in->at += length;
	return true;
}

/* Takes the text up to the next semicolon or the end. */
static struct bgproc_auth_text take_text(struct cursor *in)
{
	struct bgproc_auth_text text = {in->at, 0};

	while (in->at < in->end && *in->at != ';') {
		in->at++;
	}
	text.length = (size_t) (in->at - text.bytes);
	return text;
}

/* Takes a decimal number from 1 to max without leading zeros. */
static bool take_number(struct cursor *in, uint64_t max, uint64_t *number)
{
	struct bgproc_auth_text text = take_text(in);

	*number = 0;
	if (text.length == 0 || text.bytes[0] == '0') {
		return false;
	}
	for (size_t i = 0; i < text.length; i++) {
		unsigned value = (unsigned) ((unsigned char) text.bytes[i]) - '0';

		if (value > 9 || *number > (max - value) / 10) {
			return false;
		}
		*number = *number * 10 + value;
	}
	return true;
}

/* Copies a text that was found valid, so it fits. */
static void keep(char *target, const struct bgproc_auth_text *text)
{
	memcpy(target, text->bytes, text->length);
	target[text->length] = '\0';
}

static bool take_key_id(struct cursor *in, struct bgproc_auth_claim *claim)
{
	struct bgproc_auth_text text = take_text(in);

	if (!key_id_valid(text.bytes, text.length)) {
		return false;
	}
	keep(claim->key_id, &text);
	return true;
}

static bool take_nonce(struct cursor *in, struct bgproc_auth_claim *claim)
{
	struct bgproc_auth_text text = take_text(in);

	if (!nonce_valid(text.bytes, text.length)) {
		return false;
	}
	keep(claim->nonce, &text);
	return true;
}

static bool take_job(struct cursor *in, struct bgproc_auth_claim *claim)
{
	struct bgproc_auth_text text = take_text(in);

	if (!bgproc_key_valid(text.bytes, text.length)) {
		return false;
	}
	keep(claim->job, &text);
	return true;
}

/* Takes lower-case hex digits up to the end of the header. No other spelling is accepted. */
static bool take_signature(struct cursor *in, struct bgproc_auth_claim *claim)
{
	static const char digits[] = "0123456789abcdef";

	if (in->end - in->at != 2 * BGPROC_SHA256_LENGTH) {
		return false;
	}
	for (int i = 0; i < 2 * BGPROC_SHA256_LENGTH; i++, in->at++) {
		const char *digit = memchr(digits, *in->at, sizeof digits - 1);

		if (!digit) {
			return false;
		}
		claim->signature[i / 2] = (unsigned char) (claim->signature[i / 2] << 4 | (digit - digits));
	}
	return true;
}

bool bgproc_auth_parse(struct bgproc_auth_claim *claim, const char *value, size_t length)
{
	struct cursor in = {value, value + length};
	uint64_t attempt;

	memset(claim, 0, sizeof *claim);
	if (length < BGPROC_AUTH_VALUE_MAX && take_word(&in, "v2;kid=") && take_key_id(&in, claim) &&
		take_word(&in, ";t=") && take_number(&in, UINT64_MAX, &claim->time_s) && take_word(&in, ";n=") &&
		take_nonce(&in, claim) && take_word(&in, ";job=") && take_job(&in, claim) && take_word(&in, ";f=") &&
		take_number(&in, UINT32_MAX, &attempt) && take_word(&in, ";s=") && take_signature(&in, claim)) {
		claim->attempt = (uint32_t) attempt;
		return true;
	}
	memset(claim, 0, sizeof *claim);
	return false;
}

bool bgproc_auth_verify(const struct bgproc_auth_claim *claim, const struct bgproc_auth_request *request,
	const unsigned char *key, size_t key_length, uint64_t now_s)
{
	uint64_t apart = now_s > claim->time_s ? now_s - claim->time_s : claim->time_s - now_s;
	unsigned char signature[BGPROC_SHA256_LENGTH];
	bool same;

	if (key_length < BGPROC_AUTH_KEY_MIN || !claim_valid(claim) || !request_valid(request)) {
		return false;
	}
	compute(signature, claim, request, key, key_length);
	same = bgproc_sha256_equal(signature, claim->signature);
	bgproc_forget(signature, sizeof signature);
	return same && apart <= BGPROC_AUTH_WINDOW_S;
}
