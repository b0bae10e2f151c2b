/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: any bytes as the reply of a FastCGI server, read at once and in pieces: both must say the same, a reply
 * that has ended has all it promised, and nothing is passed on but what was in it. Built and run by tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/request/fastcgi_record.h"

struct got {
	struct bgproc_fastcgi_reader reader;
	struct bgproc_buf body, error_text, location;
};

static void take_body(void *context, const char *bytes, size_t length)
{
	struct got *got = context;

	expect(length > 0 && got->reader.head_ended && got->reader.status >= 200 && got->reader.status <= 999);
	bgproc_buf_append(&got->body, bytes, length);
}

static void take_error_text(void *context, const char *bytes, size_t length)
{
	bgproc_buf_append(&((struct got *) context)->error_text, bytes, length);
}

static void take_location(void *context, const char *bytes, size_t length)
{
	expect(!memchr(bytes, '\n', length) && !memchr(bytes, '\0', length));
	bgproc_buf_append(&((struct got *) context)->location, bytes, length);
}

static void feed(struct got *got, const uint8_t *data, size_t size, size_t piece)
{
	const struct bgproc_fastcgi_taker taker = {take_body, take_error_text, take_location, got};

	memset(got, 0, sizeof *got);
	bgproc_fastcgi_reader_open(&got->reader, &taker);
	for (size_t at = 0; at < size; at += piece) {
		size_t count = size - at < piece ? size - at : piece;
		char *copy = malloc(count);
		bool good;

		expect(copy != NULL);
		memcpy(copy, data + at, count);
		good = bgproc_fastcgi_reader_feed(&got->reader, copy, count);
		expect(good == (got->reader.problem == NULL));
		free(copy);
	}
	expect(got->body.length == got->reader.body && got->body.length + got->error_text.length <= size);
	expect(got->reader.head_length <= BGPROC_FASTCGI_HEAD_MAX && got->reader.line.length <= BGPROC_FASTCGI_HEAD_MAX);
	expect(!got->reader.ended || !got->reader.problem);
}

static bool same(const struct bgproc_buf *a, const struct bgproc_buf *b)
{
	return a->length == b->length && (a->length == 0 || memcmp(a->data, b->data, a->length) == 0);
}

static void let_go(struct got *got)
{
	bgproc_fastcgi_reader_close(&got->reader);
	bgproc_buf_free(&got->body);
	bgproc_buf_free(&got->error_text);
	bgproc_buf_free(&got->location);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct got whole, pieces;
	size_t piece = size ? 1 + data[size - 1] % 40 : 1;

	feed(&whole, data, size, size ? size : 1);
	feed(&pieces, data, size, piece);
	expect(whole.reader.problem == pieces.reader.problem && whole.reader.ended == pieces.reader.ended);
	expect(whole.reader.status == pieces.reader.status && whole.reader.begun == pieces.reader.begun);
	expect(whole.reader.application_status == pieces.reader.application_status);
	expect(same(&whole.body, &pieces.body) && same(&whole.error_text, &pieces.error_text) && same(&whole.location, &pieces.location));
	if (whole.reader.ended) {
		const char *lacks = bgproc_fastcgi_reader_lacks(&whole.reader, false);

		expect(lacks == bgproc_fastcgi_reader_lacks(&pieces.reader, false));
		expect(lacks || (whole.reader.head_ended && whole.reader.status >= 200));
		expect(lacks || !whole.reader.has_length || whole.reader.body >= whole.reader.announced || whole.reader.status == 204 ||
			whole.reader.status == 304);
	}
	let_go(&whole);
	let_go(&pieces);
	return 0;
}
