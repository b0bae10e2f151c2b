/* SPDX-License-Identifier: Apache-2.0 */

/* The peer of bgproc.request: the fields of every FastCGI request, and the records of a reply. */

#include "tests/unit/request/request_alone.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/request/request_alone.c"

/* Adds the fields of every request. */
static inline void ask(struct request_run *run, const char *method)
{
	request_field(run, BGPROC_SPEC_METHOD, method);
	request_field(run, BGPROC_SPEC_TARGET, "/job?a=b");
	request_field(run, BGPROC_SPEC_HOST, "localhost");
	request_field(run, BGPROC_SPEC_SOCKET, run->address);
	request_field(run, BGPROC_SPEC_SCRIPT_FILENAME, "/srv/index.php");
	request_field(run, BGPROC_SPEC_SCRIPT_NAME, "/index.php");
	request_field(run, BGPROC_SPEC_DOCUMENT_ROOT, "/srv");
}

/* Prepares the server and the request, so that request_start() can follow. */
static inline void prepare(struct request_run *run, bool tcp, const char *method)
{
	request_init(run);
	tcp ? request_listen_tcp(run, 5) : request_listen_unix(run, 5);
	ask(run, method);
}

/* Reads the whole request, and puts the content of its standard input into input. */
static inline void read_request(int fd, struct bgproc_buf *input)
{
	struct bgproc_buf bytes = BGPROC_BUF_INIT;
	size_t at = 0;
	bool ended = false;

	while (!ended) {
		const unsigned char *header = (const unsigned char *) bytes.data + at;
		size_t length = bytes.length - at >= 8 ? (size_t) header[4] << 8 | header[5] : 0;

		if (bytes.length - at < 8 || bytes.length - at < 8 + length) {
			assert_true(request_read(fd, &bytes));
			continue;
		}
		if (header[1] == 5) {
			ended = length == 0;
			bgproc_buf_append(input, header + 8, length);
		}
		at += 8 + length;
	}
	assert_int_equal(at, bytes.length);
	bgproc_buf_free(&bytes);
}

static inline void put(struct bgproc_buf *reply, int type, const char *content, size_t length)
{
	const unsigned char header[8] = {1, (unsigned char) type, 0, 1, (unsigned char) (length >> 8), (unsigned char) length, 0, 0};

	bgproc_buf_append(reply, header, 8);
	bgproc_buf_append(reply, content, length);
}

static inline void put_text(struct bgproc_buf *reply, int type, const char *content)
{
	put(reply, type, content, strlen(content));
}

static inline void put_end(struct bgproc_buf *reply, unsigned char application, unsigned char protocol)
{
	const char end[8] = {0, 0, 0, (char) application, (char) protocol, 0, 0, 0};

	put(reply, 3, end, 8);
}

static inline void send_buf(int fd, struct bgproc_buf *reply)
{
	request_write(fd, reply->data, reply->length);
	bgproc_buf_free(reply);
}

/* Checks that there is exactly one message, with this error, and its line on standard error. */
static inline void expect_error(struct request_run *run, const char *type, const char *message)
{
	char wanted[4096];

	assert_true(run->message_count > 0);
	snprintf(wanted, sizeof wanted, "{\"error\":{\"type\":\"%s\",\"message\":\"%s", type, message);
	if (strncmp(run->messages[run->message_count - 1], wanted, strlen(wanted)) != 0) {
		fail_msg("expected %s, got %s", wanted, run->messages[run->message_count - 1]);
	}
	assert_non_null(strstr(run->messages[run->message_count - 1], ",\"attempt\":7}"));
	assert_non_null(strstr(run->err, "bgproc.request: "));
	assert_int_equal(strchr(run->err, '\n') - run->err, strlen(run->err) - 1);
}

/* Reads the request, adds the end to the reply, sends it and closes the connection. */
static inline void answer(struct request_run *run, struct bgproc_buf *reply)
{
	struct bgproc_buf input = BGPROC_BUF_INIT;
	int fd = request_accept(run);

	read_request(fd, &input);
	put_end(reply, 0, 0);
	send_buf(fd, reply);
	close(fd);
	bgproc_buf_free(&input);
}

static inline int answer_ok(struct request_run *run)
{
	struct bgproc_buf reply = BGPROC_BUF_INIT;

	put_text(&reply, 6, "\r\nok");
	answer(run, &reply);
	return request_finish(run);
}
