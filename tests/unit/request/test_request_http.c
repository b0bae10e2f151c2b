/* SPDX-License-Identifier: Apache-2.0 */

/* The program bgproc.request with scripted HTTP servers: the requests that it sends, and the answers that it accepts. */

#include "tests/unit/request/request_alone.h"

#include "src/protocol/request_auth.h"
#include "src/platform/socket/connect.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/request/request_alone.c"

#define BIG (8 * 1024 * 1024)
#define KEY "0123456789abcdef0123456789abcdef"

static void base(struct request_run *run)
{
	char url[160];

	snprintf(url, sizeof url, "http://%s", run->address + 4);
	request_field(run, BGPROC_SPEC_BASE_URL, url);
}

static void ask(struct request_run *run, const char *method)
{
	request_field(run, BGPROC_SPEC_METHOD, method);
	request_field(run, BGPROC_SPEC_TARGET, "/job?a=b");
	request_field(run, BGPROC_SPEC_HOST, "example.org:8443");
	base(run);
}

/* Headers and a body of that length. */
static void read_request(int fd, struct bgproc_buf *bytes, size_t body)
{
	for (;;) {
		const char *end = bytes->data ? strstr(bytes->data, "\r\n\r\n") : NULL;

		if (end && bytes->length >= (size_t) (end + 4 - bytes->data) + body) {
			assert_int_equal(bytes->length, (size_t) (end + 4 - bytes->data) + body);
			return;
		}
		assert_true(request_read(fd, bytes));
	}
}

/*
 * Starts the program with a body, or NULL for none, and reads what it sends. The connection with it: the caller closes that and
 * frees the request.
 */
static int receive(struct request_run *run, const char *method, const char *body, size_t length, struct bgproc_buf *request)
{
	int fd;

	request_init(run);
	request_listen_tcp(run, 5);
	ask(run, method);
	if (body) {
		bgproc_spec_add(&run->spec, BGPROC_SPEC_BODY, body, length);
	}
	request_start(run);
	fd = request_accept(run);
	read_request(fd, request, length);
	return fd;
}

static void expect_error(struct request_run *run, const char *type, const char *message)
{
	const char *last;

	assert_true(run->message_count > 0);
	last = run->messages[run->message_count - 1];
	if (!strstr(last, type) || !strstr(last, message) || strncmp(last, "{\"error\":{\"type\":", 17) != 0) {
		fail_msg("expected %s: %s, got %s", type, message, last);
	}
	assert_non_null(strstr(last, ",\"attempt\":7}"));
	assert_int_equal(strncmp(run->err, "bgproc.request: ", 16), 0);
}

/* One exchange with that answer, after which the connection is closed. */
static int exchange(struct request_run *run, const char *method, const char *answer)
{
	struct bgproc_buf request = BGPROC_BUF_INIT;
	int fd = receive(run, method, NULL, 0, &request);

	request_write(fd, answer, strlen(answer));
	close(fd);
	bgproc_buf_free(&request);
	return request_finish(run);
}

/* The value of a header that is there once; NULL when it is not there. */
static char *header(const struct bgproc_buf *request, const char *name)
{
	char wanted[64];
	const char *at;
	char *value;

	snprintf(wanted, sizeof wanted, "\r\n%s: ", name);
	at = strcasestr(request->data, wanted);
	if (!at) {
		return NULL;
	}
	assert_null(strcasestr(at + 2, wanted));
	at += strlen(wanted);
	value = strndup(at, strcspn(at, "\r\n"));
	assert_non_null(value);
	return value;
}

static void expect_header(const struct bgproc_buf *request, const char *name, const char *wanted)
{
	char *value = header(request, name);

	if (wanted ? !value || strcmp(value, wanted) != 0 : value != NULL) {
		fail_msg("%s: %s", name, value ? value : "(none)");
	}
	free(value);
}

static struct bgproc_auth_text part(const char *text)
{
	return (struct bgproc_auth_text) {text, strlen(text)};
}

/* The signature is right for what was sent, and wrong for anything else. */
static void expect_signed(const struct bgproc_buf *request, const char *socket)
{
	char place[BGPROC_AUTH_PLACE_MAX];
	struct bgproc_auth_request parts = {{place, 0}, part("POST"), part("example.org:8443"), part("/a/../b?c=%2F&d=|"),
		part("text/plain"),
		part("12345"), part("s=1; t=2"), part("Basic eA==")};
	char *value = header(request, BGPROC_AUTH_HEADER);
	struct bgproc_auth_claim claim;
	uint64_t now = (uint64_t) time(NULL);

	assert_int_equal(bgproc_socket_place(socket, place, sizeof place), 0);
	parts.place.length = strlen(place);
	assert_non_null(value);
	assert_true(bgproc_auth_parse(&claim, value, strlen(value)));
	assert_string_equal(claim.key_id, "k1");
	assert_string_equal(claim.job, "job.alone");
	assert_int_equal(claim.attempt, 7);
	assert_in_range(claim.time_s, now - 10, now);
	assert_int_equal(strlen(claim.nonce), BGPROC_AUTH_NONCE_LENGTH);
	assert_true(bgproc_auth_verify(&claim, &parts, (const unsigned char *) KEY, sizeof KEY - 1, now));
	parts.body = part("12346");
	assert_false(bgproc_auth_verify(&claim, &parts, (const unsigned char *) KEY, sizeof KEY - 1, now));
	free(value);
}

static void test_request_as_sent(void **state)
{
	struct bgproc_buf request = BGPROC_BUF_INIT;
	static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	struct request_run run;
	int fd;

	(void) state;
	request_init(&run);
	request_listen_tcp(&run, 5);
	/* The way to ourselves leads through no proxy. */
	run.proxy = true;
	request_field(&run, BGPROC_SPEC_METHOD, "POST");
	request_field(&run, BGPROC_SPEC_TARGET, "/a/../b?c=%2F&d=|");
	request_field(&run, BGPROC_SPEC_HOST, "example.org:8443");
	base(&run);
	request_field(&run, BGPROC_SPEC_CONTENT_TYPE, "text/plain");
	request_field(&run, BGPROC_SPEC_BODY, "12345");
	request_field(&run, BGPROC_SPEC_COOKIE, "s=1; t=2");
	request_field(&run, BGPROC_SPEC_AUTHORIZATION, "Basic eA==");
	request_field(&run, BGPROC_SPEC_HEADER, "X-One: 1");
	request_field(&run, BGPROC_SPEC_HEADER, "X-Empty:");
	request_field(&run, BGPROC_SPEC_HEADER, "X-Two: a: b");
	request_field(&run, BGPROC_SPEC_KEY_ID, "k1");
	request_field(&run, BGPROC_SPEC_KEY, KEY);
	request_start(&run);
	fd = request_accept(&run);
	read_request(fd, &request, 5);
	request_write(fd, answer, sizeof answer - 1);
	close(fd);
	assert_int_equal(request_finish(&run), 0);
	assert_string_equal(run.messages[0], "{\"accepted\":true,\"attempt\":7}");
	assert_int_equal(strncmp(request.data, "POST /a/../b?c=%2F&d=| HTTP/1.1\r\n", 33), 0);
	expect_header(&request, "Host", "example.org:8443");
	expect_header(&request, "Content-Type", "text/plain");
	expect_header(&request, "Content-Length", "5");
	expect_header(&request, "Cookie", "s=1; t=2");
	expect_header(&request, "Authorization", "Basic eA==");
	expect_header(&request, "X-One", "1");
	assert_non_null(strstr(request.data, "\r\nX-Empty:\r\n"));
	expect_header(&request, "X-Two", "a: b");
	expect_header(&request, "Accept-Encoding", "identity");
	expect_header(&request, "Expect", NULL);
	expect_header(&request, "Proxy-Connection", NULL);
	expect_signed(&request, run.notify_path);
	bgproc_buf_free(&request);
	request_done(&run);
}

/* Methods with and without a body; nothing is invented. */
static void test_methods(void **state)
{
	static const struct {
		const char *method, *body, *length;
	} cases[] = {
		{"GET", NULL, NULL},
		{"HEAD", NULL, NULL},
		{"DELETE", NULL, NULL},
		{"OPTIONS", NULL, NULL},
		{"QUERY-2", NULL, NULL},
		{"POST", NULL, "0"},
		{"PUT", NULL, "0"},
		{"PATCH", "x", "1"},
		{"DELETE", "xyz", "3"},
		{"GET", "xy", "2"},
	};

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
		struct bgproc_buf request = BGPROC_BUF_INIT;
		bool head = strcmp(cases[i].method, "HEAD") == 0;
		struct request_run run;
		char line[64];
		int fd;

		fd = receive(&run, cases[i].method, cases[i].body, cases[i].body ? strlen(cases[i].body) : 0, &request);
		request_write(fd, answer, sizeof answer - 1);
		request_write(fd, "yes", head ? 0 : 3);
		close(fd);
		assert_int_equal(request_finish(&run), 0);
		assert_string_equal(run.out, head ? "" : "yes");
		snprintf(line, sizeof line, "%s /job?a=b HTTP/1.1\r\n", cases[i].method);
		assert_int_equal(strncmp(request.data, line, strlen(line)), 0);
		expect_header(&request, "Content-Length", cases[i].length);
		expect_header(&request, "Content-Type", NULL);
		expect_header(&request, "Transfer-Encoding", NULL);
		expect_header(&request, BGPROC_AUTH_HEADER, NULL);
		bgproc_buf_free(&request);
		request_done(&run);
	}
}

static void test_answers(void **state)
{
	static const struct {
		const char *answer;
		int code;
		const char *type, *message, *out;
	} cases[] = {
		{"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", 0, NULL, NULL, "body"},
		{"HTTP/1.1 204 No Content\r\n\r\n", 0, NULL, NULL, ""},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n", 0, NULL, NULL, "body"},
		{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", 0, NULL, NULL, ""},
		{"HTTP/1.0 200 OK\r\n\r\nbody", 0, NULL, NULL, "body"},
		{"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone", 1, "response", "\"HTTP 404: gone\"", "gone"},
		{"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", 1, "response", "\"HTTP 500\"", ""},
		{"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", 1, "response", "\"HTTP 502\"", ""},
		{"HTTP/1.1 504 Gateway Time-out\r\nContent-Length: 0\r\n\r\n", 1, "response", "\"HTTP 504\"", ""},
		{"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x\r\nContent-Length: 0\r\n\r\n", 1, "response",
			"\"HTTP 302, redirect to http://127.0.0.1:1/x not followed\"", ""},
		{"HTTP/1.1 307 Again\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", 1, "response",
			"\"HTTP 307, redirect to file:///etc/passwd not followed\"", ""},
		{"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n", 1, "response", "\"HTTP 401\"", ""},
		{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbody", 1, "transport", "", "body"},
		{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 1, "transport", "", ""},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n", 1, "transport", "", "body"},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nbody", 1, "transport", "", "body"},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbody\r\n0\r\n\r\n", 1, "transport", "", ""},
		{"HTTP/1.1 500 OK\r\nContent-Length: 5\r\n\r\nbody", 1, "transport", "", "body"},
		{"HTTP/1.1 100 Continue\r\n\r\n", 1, "transport", "", ""},
		{"HTTP/1.1 200 OK\r\nContent-Le", 1, "transport", "", ""},
		{"HTTP/1.1", 1, "transport", "", ""},
		{"", 1, "transport", "", ""},
		{"SSH-2.0-OpenSSH\r\n", 1, "transport", "", ""},
		{"\1\6\0\1\0\4\0\0body", 1, "transport", "", ""},
	};

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct request_run run;
		int code = exchange(&run, "GET", cases[i].answer);

		if (code != cases[i].code || strcmp(run.out, cases[i].out) != 0) {
			fail_msg("%s: %d, %s, %s", cases[i].answer, code, run.out, run.err);
		}
		if (code) {
			expect_error(&run, cases[i].type, cases[i].message);
		}
		request_done(&run);
	}
}

/* The body comes out as it comes in, and accepted is told at the first byte. */
static void test_stream(void **state)
{
	static const char first[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", second[] = "5\r\nfirst\r\n",
					  third[] = "6\r\nsecond\r\n0\r\n\r\n";
	struct bgproc_buf request = BGPROC_BUF_INIT;
	struct request_run run;
	int fd;

	(void) state;
	fd = receive(&run, "GET", NULL, 0, &request);
	request_expect_no_message(&run);
	request_write(fd, first, sizeof first - 1);
	request_await_message(&run);
	request_write(fd, second, sizeof second - 1);
	request_await_output(&run, "first");
	request_write(fd, third, sizeof third - 1);
	assert_int_equal(request_finish(&run), 0);
	assert_string_equal(run.out, "firstsecond");
	assert_int_equal(run.message_count, 1);
	close(fd);
	bgproc_buf_free(&request);
	request_done(&run);
}

static void test_big_bodies(void **state)
{
	struct bgproc_buf request = BGPROC_BUF_INIT;
	struct request_run run;
	char *body = malloc(BIG), head[64];
	int fd;

	(void) state;
	for (size_t i = 0; i < BIG; i++) {
		body[i] = (char) (1 + i % 255);
	}
	fd = receive(&run, "POST", body, BIG, &request);
	assert_memory_equal(request.data + request.length - BIG, body, BIG);
	snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", BIG);
	request_write(fd, head, strlen(head));
	request_write(fd, body, BIG);
	close(fd);
	assert_int_equal(request_finish(&run), 0);
	assert_int_equal(run.out_length, BIG);
	assert_memory_equal(run.out, body, BIG);
	free(body);
	bgproc_buf_free(&request);
	request_done(&run);
}

static void test_connection_refused(void **state)
{
	struct request_run run;

	(void) state;
	request_init(&run);
	strcpy(run.address, "tcp:127.0.0.1:1");
	ask(&run, "GET");
	request_fail_within(&run, 0, 4000);
	expect_error(&run, "transport", "connect");
	assert_int_equal(run.message_count, 1);
	request_done(&run);
}

/* A host that does not answer a connection attempt is given up after 2 s. */
static void test_host_that_is_silent(void **state)
{
	struct request_run run;

	(void) state;
	request_init(&run);
	request_listen_full_tcp(&run);
	ask(&run, "GET");
	request_fail_within(&run, 1900, 4000);
	expect_error(&run, "transport", "");
	request_done(&run);
}

/* The name of the URL, the address of CONNECT_TO; no name is looked up. */
static void test_connect_to(void **state)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	struct bgproc_buf request = BGPROC_BUF_INIT;
	struct request_run run;
	int fd;

	(void) state;
	request_init(&run);
	request_listen_tcp(&run, 5);
	request_field(&run, BGPROC_SPEC_METHOD, "GET");
	request_field(&run, BGPROC_SPEC_TARGET, "/");
	request_field(&run, BGPROC_SPEC_HOST, "app.invalid");
	request_field(&run, BGPROC_SPEC_BASE_URL, "http://app.invalid");
	request_field(&run, BGPROC_SPEC_CONNECT_TO, run.address + 4);
	request_start(&run);
	fd = request_accept(&run);
	read_request(fd, &request, 0);
	expect_header(&request, "Host", "app.invalid");
	request_write(fd, answer, sizeof answer - 1);
	close(fd);
	assert_int_equal(request_finish(&run), 0);
	bgproc_buf_free(&request);
	request_done(&run);
}

static void test_sigterm(void **state)
{
	struct bgproc_buf request = BGPROC_BUF_INIT;
	struct request_run run;
	int fd;

	(void) state;
	fd = receive(&run, "GET", NULL, 0, &request);
	kill(run.pid, SIGTERM);
	assert_false(request_read(fd, &request));
	assert_int_equal(request_finish(&run), 1000 + SIGTERM);
	close(fd);
	bgproc_buf_free(&request);
	request_done(&run);
}

/*
 * Without libcurl, or with a file that is no library, the error says so and includes the message of the loader, because the
 * library may exist and lack another one.
 */
static void test_without_libcurl(void **state)
{
	static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"};
	struct request_run run;
	char path[128];

	(void) state;
	request_init(&run);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", run.directory, names[i]);
		close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	}
	run.libraries_dir = run.directory;
	strcpy(run.address, "tcp:127.0.0.1:1");
	ask(&run, "GET");
	request_start(&run);
	assert_int_equal(request_finish(&run), 1);
	expect_error(&run, "transport", "package libcurl4");
	expect_error(&run, "transport", "libcurl.so.4: file too short");
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", run.directory, names[i]);
		unlink(path);
	}
	request_done(&run);
}

static void test_fields_refused(void **state)
{
	static const struct {
		enum bgproc_spec_field field;
		const char *value;
	} cases[] = {
		{BGPROC_SPEC_BASE_URL, "file:///etc/passwd"},
		{BGPROC_SPEC_BASE_URL, "gopher://localhost"},
		{BGPROC_SPEC_BASE_URL, "HTTP://localhost"},
		{BGPROC_SPEC_BASE_URL, "http://"},
		{BGPROC_SPEC_BASE_URL, "https://"},
		{BGPROC_SPEC_BASE_URL, "http://localhost/"},
		{BGPROC_SPEC_BASE_URL, "http://localhost/path"},
		{BGPROC_SPEC_BASE_URL, "http://user:word@localhost"},
		{BGPROC_SPEC_BASE_URL, "http://localhost?x"},
		{BGPROC_SPEC_BASE_URL, "http://local host"},
		{BGPROC_SPEC_BASE_URL, "http://a\r\nb"},
		{BGPROC_SPEC_BASE_URL, "http://{a,b}"},
		{BGPROC_SPEC_CONNECT_TO, "a,b"},
		{BGPROC_SPEC_CONNECT_TO, "a\nb"},
		{BGPROC_SPEC_CONNECT_TO, ""},
		{BGPROC_SPEC_CA_FILE, "relative.pem"},
		{BGPROC_SPEC_KEY, KEY},
		{BGPROC_SPEC_KEY_ID, "k1"},
	};

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct request_run run;

		request_init(&run);
		request_field(&run, BGPROC_SPEC_METHOD, "GET");
		request_field(&run, BGPROC_SPEC_TARGET, "/");
		request_field(&run, BGPROC_SPEC_HOST, "localhost");
		if (cases[i].field != BGPROC_SPEC_BASE_URL) {
			request_field(&run, BGPROC_SPEC_BASE_URL, "http://localhost:1");
		}
		request_field(&run, cases[i].field, cases[i].value);
		request_start(&run);
		if (request_finish(&run) != 100 || run.message_count) {
			fail_msg("%s is not refused: %s", cases[i].value, run.err);
		}
		request_done(&run);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request_as_sent),
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_big_bodies),
		cmocka_unit_test(test_connection_refused),
		cmocka_unit_test(test_host_that_is_silent),
		cmocka_unit_test(test_connect_to),
		cmocka_unit_test(test_sigterm),
		cmocka_unit_test(test_without_libcurl),
		cmocka_unit_test(test_fields_refused),
	};

	request_choose_tests();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
