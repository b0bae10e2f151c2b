/* SPDX-License-Identifier: Apache-2.0 */

/* The FastCGI client as bytes: the records that it sends, and how it reads replies, mainly invalid ones. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/request/fastcgi_params.h"
#include "src/request/fastcgi_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct got {
	struct bgproc_buf body, error_text, location;
};

static void take_body(void *context, const char *bytes, size_t length)
{
	bgproc_buf_append(&((struct got *) context)->body, bytes, length);
}

static void take_error_text(void *context, const char *bytes, size_t length)
{
	bgproc_buf_append(&((struct got *) context)->error_text, bytes, length);
}

static void take_location(void *context, const char *bytes, size_t length)
{
	bgproc_buf_append(&((struct got *) context)->location, bytes, length);
}

static void put(struct bgproc_buf *reply, int type, const char *content, size_t length, unsigned char padding)
{
	const unsigned char header[8] = {
		1, (unsigned char) type, 0, 1, (unsigned char) (length >> 8), (unsigned char) length, padding, 0};

	bgproc_buf_append(reply, header, 8);
	bgproc_buf_append(reply, content, length);
	bgproc_buf_fill(reply, 'p', padding);
}

static void put_text(struct bgproc_buf *reply, int type, const char *content)
{
	put(reply, type, content, strlen(content), 0);
}

static void put_end(struct bgproc_buf *reply, unsigned char application, unsigned char protocol)
{
	const char end[8] = {0, 0, 0, (char) application, (char) protocol, 0, 0, 0};

	put(reply, 3, end, 8, 0);
}

/* Reads a reply in pieces of so many bytes. */
static void feed(struct bgproc_fastcgi_reader *reader, struct got *got, const char *bytes, size_t length, size_t piece)
{
	const struct bgproc_fastcgi_taker taker = {take_body, take_error_text, take_location, got};

	memset(got, 0, sizeof *got);
	bgproc_fastcgi_reader_open(reader, &taker);
	for (size_t at = 0; at < length; at += piece) {
		size_t count = length - at < piece ? length - at : piece;
		/* A copy of exactly that size: a byte too many is seen by the sanitizer. */
		char *copy = malloc(count);

		memcpy(copy, bytes + at, count);
		if (!bgproc_fastcgi_reader_feed(reader, copy, count)) {
			assert_non_null(reader->problem);
		}
		free(copy);
	}
}

static void let_go(struct bgproc_fastcgi_reader *reader, struct got *got)
{
	bgproc_fastcgi_reader_close(reader);
	bgproc_buf_free(&got->body);
	bgproc_buf_free(&got->error_text);
	bgproc_buf_free(&got->location);
}

static void fill_good(struct bgproc_buf *reply)
{
	put(reply, 6, "Content-Type: text/plain\r\nStatus: 201 Cre", 40, 5);
	put_text(reply, 7, "a notice\n");
	put_text(reply, 6, "ated\r\n\r\nhel");
	put(reply, 6, "lo", 2, 255);
	put_text(reply, 6, "");
	put_text(reply, 7, "");
	put_end(reply, 0, 0);
}

static void test_good_reply_in_pieces(void **state)
{
	struct bgproc_buf reply = BGPROC_BUF_INIT;

	(void) state;
	fill_good(&reply);
	for (size_t piece = 1; piece <= reply.length; piece++) {
		struct bgproc_fastcgi_reader reader;
		struct got got;

		feed(&reader, &got, reply.data, reply.length, piece);
		assert_null(reader.problem);
		assert_true(reader.ended);
		assert_int_equal(reader.status, 201);
		assert_string_equal(got.body.data, "hello");
		assert_string_equal(got.error_text.data, "a notice\n");
		assert_null(bgproc_fastcgi_reader_lacks(&reader, false));
		let_go(&reader, &got);
	}
	bgproc_buf_free(&reply);
}

static void test_cut_reply_never_ends(void **state)
{
	struct bgproc_buf reply = BGPROC_BUF_INIT;

	(void) state;
	fill_good(&reply);
	for (size_t length = 0; length < reply.length; length++) {
		struct bgproc_fastcgi_reader reader;
		struct got got;

		feed(&reader, &got, reply.data, length, 7);
		assert_null(reader.problem);
		assert_false(reader.ended);
		assert_int_equal(reader.begun, length > 8);
		let_go(&reader, &got);
	}
	bgproc_buf_free(&reply);
}

/* What stands behind the end is not looked at. */
static void test_nothing_behind_the_end(void **state)
{
	struct bgproc_buf reply = BGPROC_BUF_INIT;
	struct bgproc_fastcgi_reader reader;
	struct got got;

	(void) state;
	fill_good(&reply);
	bgproc_buf_puts(&reply, "garbage behind the end");
	feed(&reader, &got, reply.data, reply.length, reply.length);
	assert_null(reader.problem);
	assert_true(reader.ended);
	assert_string_equal(got.body.data, "hello");
	let_go(&reader, &got);
	bgproc_buf_free(&reply);
}

/* A reply of one record of output and an end. Returns what is wrong with it, "" for nothing. */
static const char *judge_output(const char *output, size_t length, int *status)
{
	struct bgproc_buf reply = BGPROC_BUF_INIT;
	struct bgproc_fastcgi_reader reader;
	struct got got;
	const char *problem;

	put(&reply, 6, output, length, 0);
	put_end(&reply, 0, 0);
	feed(&reader, &got, reply.data, reply.length, 5);
	problem = reader.problem;
	if (!problem && reader.ended) {
		problem = bgproc_fastcgi_reader_lacks(&reader, false);
	}
	*status = reader.status;
	let_go(&reader, &got);
	bgproc_buf_free(&reply);
	return problem ? problem : "";
}

static void test_headers(void **state)
{
	static const char status_wrong[] = "The status of the answer is not one";
	static const char header_wrong[] = "The answer has a header that is not one";
	static const char length_wrong[] = "The Content-Length of the answer is not one";
	static const struct {
		const char *output, *problem;
		int status;
	} cases[] = {
		{"\r\n", "", 200},
		{"\n", "", 200},
		{"A: b\n\nbody", "", 200},
		{"Status: 404\r\n\r\n", "", 404},
		{"status:404 Not Found\r\n\r\n", "", 404},
		{"Status: \t 500 \r\n\r\n", "", 500},
		{"Location: /there\r\n\r\n", "", 302},
		{"Location: /there\r\nStatus: 201 Created\r\n\r\n", "", 201},
		{"Content-Length: 4\r\n\r\nbody", "", 200},
		{"Content-Length: 4\r\ncontent-length: 4\r\n\r\nbody", "", 200},
		{"Content-Length: 3\r\n\r\nbody", "", 200},
		{"Content-Length: 0\r\n\r\n", "", 200},
		{"Content-Length: 5\r\n\r\nbody", "The answer is shorter than it said", 200},
		{"Content-Length: 5\r\nStatus: 304 Not Modified\r\n\r\n", "", 304},
		{"Content-Length: 18446744073709551615\r\n\r\nbody", length_wrong, 0},
		{"Content-Length: 99999999999999999999999\r\n\r\nbody", length_wrong, 0},
		{"Content-Length: -1\r\n\r\n", length_wrong, 0},
		{"Content-Length: 4 4\r\n\r\nbody", length_wrong, 0},
		{"Content-Length:\r\n\r\n", length_wrong, 0},
		{"Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody", length_wrong, 0},
		{"Status: 200 OK\r\nStatus: 200 OK\r\n\r\n", status_wrong, 200},
		{"Status: 100 Continue\r\n\r\n", status_wrong, 0},
		{"Status: 99\r\n\r\n", status_wrong, 0},
		{"Status: 2000\r\n\r\n", status_wrong, 0},
		{"Status: 2xx\r\n\r\n", status_wrong, 0},
		{"Status: -20\r\n\r\n", status_wrong, 0},
		{"Status:\r\n\r\n", status_wrong, 0},
		{"HTTP/1.1 200 OK\r\n\r\n", header_wrong, 0},
		{"no header\r\n\r\n", header_wrong, 0},
		{": value\r\n\r\n", header_wrong, 0},
		{"A b: value\r\n\r\n", header_wrong, 0},
		{"A: b\r\n folded: c\r\n\r\n", header_wrong, 0},
		{"A: b\rStatus: 500\r\n\r\n", header_wrong, 0},
		{"", "The answer is empty", 0},
		{"A: b\r\n", "The answer ends within its headers", 0},
		{"A: b", "The answer ends within its headers", 0},
		{"\r", "The answer ends within its headers", 0},
	};

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int status;
		/* An empty record would be the end of the stream. */
		const char *problem = judge_output(cases[i].output, strlen(cases[i].output), &status);

		if (strcmp(problem, cases[i].problem) != 0 || status != cases[i].status) {
			fail_msg("\"%s\": \"%s\", %d", cases[i].output, problem, status);
		}
	}
}

static void test_header_with_nul(void **state)
{
	static const char output[] = "A: b\0c\r\n\r\n", name[] = "A\0: b\r\n\r\n";
	int status;

	(void) state;
	assert_string_equal(judge_output(output, sizeof output - 1, &status), "The answer has a header that is not one");
	assert_string_equal(judge_output(name, sizeof name - 1, &status), "The answer has a header that is not one");
}

/* As long as allowed, and one byte more; in one line and in many. */
static void test_headers_are_bounded(void **state)
{
	(void) state;
	for (int more = 0; more <= 1; more++) {
		for (int many = 0; many <= 1; many++) {
			struct bgproc_buf reply = BGPROC_BUF_INIT, head = BGPROC_BUF_INIT;
			struct bgproc_fastcgi_reader reader;
			struct got got;

			while (many && head.length < BGPROC_FASTCGI_HEAD_MAX - 100) {
				bgproc_buf_puts(&head, "Name: value\r\n");
			}
			bgproc_buf_puts(&head, "X: ");
			bgproc_buf_fill(&head, 'x', (size_t) (BGPROC_FASTCGI_HEAD_MAX - 4 + more) - head.length);
			bgproc_buf_puts(&head, "\r\n\r\n");
			for (size_t at = 0; at < head.length; at += 60000) {
				put(&reply, 6, head.data + at, head.length - at < 60000 ? head.length - at : 60000, 0);
			}
			put_end(&reply, 0, 0);
			feed(&reader, &got, reply.data, reply.length, 4096);
			if (more) {
				assert_string_equal(reader.problem, "The headers of the answer are too long");
			} else {
				assert_null(reader.problem);
				assert_true(reader.ended && reader.head_ended);
			}
			let_go(&reader, &got);
			bgproc_buf_free(&reply);
			bgproc_buf_free(&head);
		}
	}
}

/* A good reply with one byte of one record's header changed. */
static void test_records_that_do_not_belong(void **state)
{
	static const struct {
		unsigned char header[8];
		const char *problem;
	} cases[] = {
		{{0, 6, 0, 1, 0, 0, 0, 0}, "The answer is not FastCGI"},
		{{2, 6, 0, 1, 0, 0, 0, 0}, "The answer is not FastCGI"},
		{{'H', 'T', 'T', 'P', '/', '1', '.', '1'}, "The answer is not FastCGI"},
		{{1, 6, 0, 0, 0, 0, 0, 0}, "The answer is for another request"},
		{{1, 6, 0, 2, 0, 0, 0, 0}, "The answer is for another request"},
		{{1, 6, 1, 1, 0, 0, 0, 0}, "The answer is for another request"},
		{{1, 3, 0, 1, 0, 7, 0, 0}, "The end of the answer has a wrong length"},
		{{1, 3, 0, 1, 0, 9, 0, 0}, "The end of the answer has a wrong length"},
		{{1, 3, 0, 1, 255, 255, 0, 0}, "The end of the answer has a wrong length"},
		{{1, 3, 0, 1, 0, 0, 0, 0}, "The end of the answer has a wrong length"},
		{{1, 0, 0, 1, 0, 0, 0, 0}, "The answer has a record of a kind that does not belong there"},
		{{1, 1, 0, 1, 0, 8, 0, 0}, "The answer has a record of a kind that does not belong there"},
		{{1, 2, 0, 1, 0, 0, 0, 0}, "The answer has a record of a kind that does not belong there"},
		{{1, 5, 0, 1, 0, 0, 0, 0}, "The answer has a record of a kind that does not belong there"},
		{{1, 10, 0, 1, 0, 0, 0, 0}, "The answer has a record of a kind that does not belong there"},
		{{1, 255, 0, 1, 0, 0, 0, 0}, "The answer has a record of a kind that does not belong there"},
	};

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct bgproc_buf reply = BGPROC_BUF_INIT;
		struct bgproc_fastcgi_reader reader;
		struct got got;

		put_text(&reply, 6, "\r\nbody");
		bgproc_buf_append(&reply, cases[i].header, 8);
		put_end(&reply, 0, 0);
		feed(&reader, &got, reply.data, reply.length, 3);
		assert_non_null(reader.problem);
		assert_string_equal(reader.problem, cases[i].problem);
		assert_false(reader.ended);
		assert_string_equal(got.body.data, "body");
		let_go(&reader, &got);
		bgproc_buf_free(&reply);
	}
}

static void test_streams_end_once(void **state)
{
	(void) state;
	for (int type = 6; type <= 7; type++) {
		struct bgproc_buf reply = BGPROC_BUF_INIT;
		struct bgproc_fastcgi_reader reader;
		struct got got;

		put_text(&reply, type, "");
		put_text(&reply, type, "\r\nmore");
		feed(&reader, &got, reply.data, reply.length, 1000);
		assert_non_null(reader.problem);
		assert_string_equal(reader.problem, "The answer goes on behind its end");
		let_go(&reader, &got);
		bgproc_buf_free(&reply);
	}
}

static void test_end_status(void **state)
{
	static const char *const texts[] = {"", "takes one at a time", "overloaded", "no responder", "unknown to us"};

	(void) state;
	for (unsigned char protocol = 0; protocol < 5; protocol++) {
		struct bgproc_buf reply = BGPROC_BUF_INIT;
		struct bgproc_fastcgi_reader reader;
		struct got got;
		const char *lacks;

		put_text(&reply, 6, "\r\nbody");
		put_end(&reply, 9, protocol);
		feed(&reader, &got, reply.data, reply.length, 1);
		assert_int_equal(reader.application_status, 9);
		lacks = bgproc_fastcgi_reader_lacks(&reader, false);
		assert_int_equal(lacks != NULL, protocol != 0);
		assert_true(!lacks || strstr(lacks, texts[protocol]));
		let_go(&reader, &got);
		bgproc_buf_free(&reply);
	}
}

/* ---- what is sent ---- */

/* Sends in pieces of any size and takes the records apart again. */
static void collect(const char *body, size_t length, size_t piece, struct bgproc_buf *params_out, struct bgproc_buf *body_out)
{
	struct bgproc_buf params = BGPROC_BUF_INIT, sent = BGPROC_BUF_INIT;
	struct bgproc_fastcgi_sender sender;
	const void *bytes;
	size_t count, at = 0;
	bool params_ended = false, body_ended = false;

	bgproc_fastcgi_pair(&params, "A", 1, "b", 1);
	for (int i = 0; i < 3; i++) {
		char value[40000];

		memset(value, 'v', sizeof value);
		bgproc_fastcgi_pair(&params, "LONG", 4, value, sizeof value);
	}
	assert_true(bgproc_fastcgi_sender_open(&sender, &params, body, length));
	while (bgproc_fastcgi_sender_next(&sender, &bytes, &count)) {
		assert_true(count > 0);
		count = count < piece ? count : piece;
		bgproc_buf_append(&sent, bytes, count);
		bgproc_fastcgi_sender_sent(&sender, count);
	}
	assert_memory_equal(sent.data, "\1\1\0\1\0\10\0\0"
								   "\0\1\0\0\0\0\0\0",
		16);
	at = 16;
	while (at < sent.length) {
		const unsigned char *header = (const unsigned char *) sent.data + at;
		size_t content = (size_t) header[4] << 8 | header[5];

		assert_true(header[0] == 1 && header[2] == 0 && header[3] == 1 && header[6] == 0);
		assert_true(header[1] == (params_ended ? 5 : 4));
		assert_false(body_ended);
		bgproc_buf_append(params_ended ? body_out : params_out, header + 8, content);
		body_ended = params_ended && content == 0;
		params_ended |= content == 0;
		at += 8 + content;
	}
	assert_int_equal(at, sent.length);
	assert_true(body_ended);
	assert_int_equal(params_out->length, params.length);
	assert_memory_equal(params_out->data, params.data, params.length);
	bgproc_fastcgi_sender_close(&sender);
	bgproc_buf_free(&params);
	bgproc_buf_free(&sent);
}

static void test_sender(void **state)
{
	static const size_t lengths[] = {0, 1, 65527, 65528, 65529, 131056, 200000};
	static char body[200000];

	(void) state;
	for (size_t i = 0; i < sizeof body; i++) {
		body[i] = (char) (i * 2654435761u >> 11);
	}
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		for (size_t piece = 1; piece < 1000000; piece = piece * 37 + 1) {
			struct bgproc_buf params_out = BGPROC_BUF_INIT, body_out = BGPROC_BUF_INIT;

			collect(body, lengths[i], piece, &params_out, &body_out);
			assert_int_equal(body_out.length, lengths[i]);
			if (lengths[i]) {
				assert_memory_equal(body_out.data, body, lengths[i]);
			}
			bgproc_buf_free(&params_out);
			bgproc_buf_free(&body_out);
		}
	}
}

/* "NAME=value\n" for each parameter. */
static void decode(const struct bgproc_buf *params, struct bgproc_buf *text)
{
	const unsigned char *at = (const unsigned char *) params->data, *end = at + params->length;

	while (at < end) {
		size_t lengths[2];

		for (int i = 0; i < 2; i++) {
			if (*at & 0x80) {
				lengths[i] = (size_t) (at[0] & 0x7f) << 24 | (size_t) at[1] << 16 | (size_t) at[2] << 8 | at[3];
				at += 4;
			} else {
				lengths[i] = *at++;
			}
		}
		bgproc_buf_append(text, at, lengths[0]);
		bgproc_buf_puts(text, "=");
		bgproc_buf_append(text, at + lengths[0], lengths[1]);
		bgproc_buf_puts(text, "\n");
		at += lengths[0] + lengths[1];
	}
	assert_true(at == end);
}

static void add(struct bgproc_buf *spec, enum bgproc_spec_field field, const char *text)
{
	bgproc_spec_add(spec, field, text, strlen(text));
}

static void has(const struct bgproc_buf *text, const char *line)
{
	char wanted[512];

	snprintf(wanted, sizeof wanted, "\n%s\n", line);
	if (!strstr(text->data, wanted)) {
		fail_msg("no %s in %s", line, text->data);
	}
}

static size_t count_of(const struct bgproc_buf *text, const char *piece)
{
	size_t count = 0;

	for (const char *at = text->data; (at = strstr(at, piece)); at++) {
		count++;
	}
	return count;
}

static void test_params(void **state)
{
	struct bgproc_request request = {.notify = "/run/job.sock", .job = "job.real", .attempt = 3};
	struct bgproc_buf spec = BGPROC_BUF_INIT, params = BGPROC_BUF_INIT, text = BGPROC_BUF_INIT;

	(void) state;
	bgproc_spec_begin(&spec);
	add(&spec, BGPROC_SPEC_METHOD, "PUT");
	add(&spec, BGPROC_SPEC_TARGET, "/a/b?c=d&e=%20?");
	add(&spec, BGPROC_SPEC_HOST, "[::1]:8080");
	add(&spec, BGPROC_SPEC_CONTENT_TYPE, "text/plain");
	add(&spec, BGPROC_SPEC_BODY, "12345");
	add(&spec, BGPROC_SPEC_COOKIE, "s=1");
	add(&spec, BGPROC_SPEC_AUTHORIZATION, "Basic x");
	add(&spec, BGPROC_SPEC_SCRIPT_FILENAME, "/srv/index.php");
	add(&spec, BGPROC_SPEC_SCRIPT_NAME, "/index.php");
	add(&spec, BGPROC_SPEC_DOCUMENT_ROOT, "/srv");
	/* Whatever a header is called, its parameter begins with HTTP_. */
	add(&spec, BGPROC_SPEC_HEADER, "BGPROC_JOB: job.forged");
	add(&spec, BGPROC_SPEC_HEADER, "Bgproc-Attempt: 99");
	add(&spec, BGPROC_SPEC_HEADER, "bgproc.notify: /tmp/forged");
	add(&spec, BGPROC_SPEC_HEADER, "X-Some:  a: b");
	add(&spec, BGPROC_SPEC_HEADER, "X-Empty:");
	assert_int_equal(bgproc_spec_parse(&request.spec, spec.data, spec.length, NULL), BGPROC_OK);
	bgproc_fastcgi_params(&params, &request);
	assert_true(bgproc_buf_ok(&params));
	bgproc_buf_puts(&text, "\n");
	decode(&params, &text);
	has(&text, "REQUEST_METHOD=PUT");
	has(&text, "REQUEST_URI=/a/b?c=d&e=%20?");
	has(&text, "QUERY_STRING=c=d&e=%20?");
	has(&text, "SCRIPT_FILENAME=/srv/index.php");
	has(&text, "SCRIPT_NAME=/index.php");
	has(&text, "DOCUMENT_ROOT=/srv");
	has(&text, "CONTENT_TYPE=text/plain");
	has(&text, "CONTENT_LENGTH=5");
	has(&text, "HTTP_HOST=[::1]:8080");
	has(&text, "SERVER_NAME=[::1]");
	has(&text, "SERVER_PORT=8080");
	has(&text, "SERVER_PROTOCOL=HTTP/1.1");
	has(&text, "REMOTE_ADDR=127.0.0.1");
	has(&text, "HTTP_COOKIE=s=1");
	has(&text, "HTTP_AUTHORIZATION=Basic x");
	has(&text, "HTTP_X_SOME=a: b");
	has(&text, "HTTP_X_EMPTY=");
	has(&text, "HTTP_BGPROC_JOB=job.forged");
	has(&text, "BGPROC_JOB=job.real");
	has(&text, "BGPROC_ATTEMPT=3");
	has(&text, "BGPROC_NOTIFY=/run/job.sock");
	assert_int_equal(count_of(&text, "\nBGPROC_"), 3);
	bgproc_buf_free(&spec);
	bgproc_buf_free(&params);
	bgproc_buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_reply_in_pieces),
		cmocka_unit_test(test_cut_reply_never_ends),
		cmocka_unit_test(test_nothing_behind_the_end),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_header_with_nul),
		cmocka_unit_test(test_headers_are_bounded),
		cmocka_unit_test(test_records_that_do_not_belong),
		cmocka_unit_test(test_streams_end_once),
		cmocka_unit_test(test_end_status),
		cmocka_unit_test(test_sender),
		cmocka_unit_test(test_params),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
