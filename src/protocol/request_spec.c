/* SPDX-License-Identifier: Apache-2.0 */
#include "src/protocol/request_spec.h"

#include <string.h>

#define HEAD_LENGTH (2 * sizeof(uint32_t))

/* Names for error messages. A value is never shown, because it may be secret. */
static const char *const names[BGPROC_SPEC_FIELD_END] = {
	[BGPROC_SPEC_METHOD] = "method",
	[BGPROC_SPEC_TARGET] = "target",
	[BGPROC_SPEC_HOST] = "host",
	[BGPROC_SPEC_CONTENT_TYPE] = "content type",
	[BGPROC_SPEC_BODY] = "body",
	[BGPROC_SPEC_HEADER] = "header",
	[BGPROC_SPEC_COOKIE] = "cookie",
	[BGPROC_SPEC_AUTHORIZATION] = "authorization",
	[BGPROC_SPEC_TIMEOUT_MS] = "timeout",
	[BGPROC_SPEC_BASE_URL] = "base URL",
	[BGPROC_SPEC_CONNECT_TO] = "address to connect to",
	[BGPROC_SPEC_CA_FILE] = "file of certificates",
	[BGPROC_SPEC_KEY_ID] = "name of the key",
	[BGPROC_SPEC_KEY] = "key",
	[BGPROC_SPEC_SOCKET] = "socket",
	[BGPROC_SPEC_SCRIPT_FILENAME] = "script's file name",
	[BGPROC_SPEC_DOCUMENT_ROOT] = "document root",
	[BGPROC_SPEC_SCRIPT_NAME] = "script's name",
};

static bool known(uint32_t field)
{
	return field >= BGPROC_SPEC_METHOD && field < BGPROC_SPEC_FIELD_END;
}

static bool many(uint32_t field)
{
	return field == BGPROC_SPEC_HEADER;
}

/* Whether the value may contain any bytes. All others are strings. */
static bool raw(uint32_t field)
{
	return field == BGPROC_SPEC_BODY || field == BGPROC_SPEC_KEY;
}

void bgproc_spec_begin(struct bgproc_buf *buf)
{
	bgproc_buf_append(buf, BGPROC_SPEC_MAGIC, BGPROC_SPEC_MAGIC_LENGTH);
}

void bgproc_spec_add(struct bgproc_buf *buf, enum bgproc_spec_field field, const char *bytes, size_t length)
{
	uint32_t head[2] = {(uint32_t) field, (uint32_t) length};

	if (buf->failed || !known(head[0]) || buf->length > BGPROC_SPEC_SIZE_MAX - HEAD_LENGTH ||
		length > BGPROC_SPEC_SIZE_MAX - HEAD_LENGTH - buf->length) {
		buf->failed = true;
		return;
	}
	bgproc_buf_append(buf, head, sizeof head);
	bgproc_buf_append(buf, bytes, length);
}

/* Reads the field at *at and moves *at to its end. False when the bytes end before the field does. */
static bool take(const char *bytes, size_t length, size_t *at, uint32_t *field, struct bgproc_spec_value *value)
{
	uint32_t head[2];

	if (*at > length || length - *at < HEAD_LENGTH) {
		return false;
	}
	memcpy(head, bytes + *at, sizeof head);
	if (head[1] > length - *at - HEAD_LENGTH) {
		return false;
	}
	*field = head[0];
	*value = (struct bgproc_spec_value) {bytes + *at + HEAD_LENGTH, head[1]};
	*at += HEAD_LENGTH + head[1];
	return true;
}

static enum bgproc_status parse(
	struct bgproc_spec *spec, const char *bytes, size_t length, struct bgproc_error *err)
{
	if (length > BGPROC_SPEC_SIZE_MAX) {
		return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "the request is too large");
	}
	if (length < BGPROC_SPEC_MAGIC_LENGTH || memcmp(bytes, BGPROC_SPEC_MAGIC, BGPROC_SPEC_MAGIC_LENGTH) != 0) {
		return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "this is no request of this release");
	}
	for (size_t at = BGPROC_SPEC_MAGIC_LENGTH; at < length;) {
		struct bgproc_spec_value value;
		uint32_t field;

		if (!take(bytes, length, &at, &field, &value)) {
			return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "the request is cut short");
		}
		if (!known(field)) {
			return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "the request has an unknown field %lu", (unsigned long) field);
		}
		if (!raw(field) && memchr(value.bytes, '\0', value.length)) {
			return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "the request has a NUL in its %s", names[field]);
		}
		if (!spec->values[field].bytes) {
			spec->values[field] = value;
		} else if (!many(field)) {
			return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "the request has its %s twice", names[field]);
		}
	}
	return BGPROC_OK;
}

enum bgproc_status bgproc_spec_parse(
	struct bgproc_spec *spec, const char *bytes, size_t length, struct bgproc_error *err)
{
	enum bgproc_status status;

	memset(spec, 0, sizeof *spec);
	status = parse(spec, bytes, length, err);
	if (status != BGPROC_OK) {
		memset(spec, 0, sizeof *spec);
		return status;
	}
	spec->bytes = bytes;
	spec->length = length;
	return BGPROC_OK;
}

bool bgproc_spec_next(
	const struct bgproc_spec *spec, enum bgproc_spec_field field, size_t *at, struct bgproc_spec_value *value)
{
	uint32_t found;

	if (*at == 0) {
		*at = BGPROC_SPEC_MAGIC_LENGTH;
	}
	while (take(spec->bytes, spec->length, at, &found, value)) {
		if (found == (uint32_t) field) {
			return true;
		}
	}
	*value = (struct bgproc_spec_value) {NULL, 0};
	return false;
}
