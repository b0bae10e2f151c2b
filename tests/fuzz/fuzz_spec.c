/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: any bytes as the request of a job. Whether it is one is decided a second time here, and what
 * was read is written again as it was. Built and run by tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/protocol/request_spec.h"

/* The rules of the header, said in another way; counts the fields. */
static bool good(const char *bytes, size_t size, unsigned counts[BGPROC_SPEC_FIELD_END])
{
	size_t at = 8;

	if (size < at || memcmp(bytes, "bgprqst1", at) != 0) {
		return false;
	}
	while (at != size) {
		uint32_t field, length;

		if (size - at < 8) {
			return false;
		}
		memcpy(&field, bytes + at, 4);
		memcpy(&length, bytes + at + 4, 4);
		at += 8;
		if (length > size - at || field == 0 || field >= BGPROC_SPEC_FIELD_END) {
			return false;
		}
		for (size_t i = 0; i < length; i++) {
			if (bytes[at + i] == '\0' && field != BGPROC_SPEC_BODY && field != BGPROC_SPEC_KEY) {
				return false;
			}
		}
		if (++counts[field] > 1 && field != BGPROC_SPEC_HEADER) {
			return false;
		}
		at += length;
	}
	return true;
}

static void check_values(const struct bgproc_spec *spec, const unsigned counts[BGPROC_SPEC_FIELD_END])
{
	for (int field = 1; field < BGPROC_SPEC_FIELD_END; field++) {
		const struct bgproc_spec_value *first = &spec->values[field];
		struct bgproc_spec_value value;
		unsigned count = 0;
		size_t at = 0;

		expect((first->bytes != NULL) == (counts[field] > 0));
		while (bgproc_spec_next(spec, (enum bgproc_spec_field) field, &at, &value)) {
			expect(count++ > 0 || (value.bytes == first->bytes && value.length == first->length));
			expect(value.bytes >= spec->bytes && value.length <= spec->length - (size_t) (value.bytes - spec->bytes));
		}
		expect(count == counts[field] && value.bytes == NULL);
	}
}

/* All fields by their numbers: no longer in the old order, but of the same length, and read again the same. */
static void write_again(const struct bgproc_spec *spec)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	struct bgproc_spec again;

	bgproc_spec_begin(&buf);
	for (int field = 1; field < BGPROC_SPEC_FIELD_END; field++) {
		struct bgproc_spec_value value;

		for (size_t at = 0; bgproc_spec_next(spec, (enum bgproc_spec_field) field, &at, &value);) {
			bgproc_spec_add(&buf, (enum bgproc_spec_field) field, value.bytes, value.length);
		}
	}
	if (bgproc_buf_ok(&buf)) {
		expect(buf.length == spec->length);
		expect(bgproc_spec_parse(&again, buf.data, buf.length, NULL) == BGPROC_OK);
		for (int field = 1; field < BGPROC_SPEC_FIELD_END; field++) {
			const struct bgproc_spec_value *one = &spec->values[field], *other = &again.values[field];

			expect(one->length == other->length && (one->length == 0 || memcmp(one->bytes, other->bytes, one->length) == 0));
		}
	}
	bgproc_buf_free(&buf);
}

static void check(const char *bytes, size_t size)
{
	unsigned counts[BGPROC_SPEC_FIELD_END] = {0};
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_spec spec;
	bool right = good(bytes, size, counts);

	expect((bgproc_spec_parse(&spec, bytes, size, &err) == BGPROC_OK) == right);
	expect((err.text[0] == '\0') == right);
	if (right) {
		check_values(&spec, counts);
		write_again(&spec);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Exactly as long as it is, so that a read beyond is seen; once as it came and once behind the magic. */
	char *bytes = malloc(size + BGPROC_SPEC_MAGIC_LENGTH);

	if (bytes) {
		memcpy(bytes, BGPROC_SPEC_MAGIC, BGPROC_SPEC_MAGIC_LENGTH);
		memcpy(bytes + BGPROC_SPEC_MAGIC_LENGTH, data, size);
		check(bytes, size + BGPROC_SPEC_MAGIC_LENGTH);
		check((const char *) data, size);
		free(bytes);
	}
	return 0;
}
