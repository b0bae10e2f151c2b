/* SPDX-License-Identifier: Apache-2.0 */

/* The program bgproc.request with scripted FastCGI servers on unix and TCP sockets, correct and faulty ones. */

#include "tests/unit/request/request_fastcgi_peer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BIG (8 * 1024 * 1024)

/* Headers, body and standard error as they come; accepted is told at the first byte, once. */
static void stream(bool tcp)
{
	struct bgproc_buf input = BGPROC_BUF_INIT, reply = BGPROC_BUF_INIT;
	struct request_run run;
	int fd;

	prepare(&run, tcp, "POST");
	request_field(&run, BGPROC_SPEC_BODY, "the body");
	request_start(&run);
	fd = request_accept(&run);
	read_request(fd, &input);
	assert_string_equal(input.data, "the body");
	put_text(&reply, 6, "Content-Type: text/plain\r\n");
	send_buf(fd, &reply);
	request_await_message(&run);
	assert_string_equal(run.messages[0], "{\"accepted\":true,\"attempt\":7}");
	put_text(&reply, 6, "\r\nfirst half ");
	send_buf(fd, &reply);
	request_await_output(&run, "first half ");
	put_text(&reply, 7, "a word aside\n");
	put_text(&reply, 6, "second half");
	put_text(&reply, 6, "");
	put_end(&reply, 0, 0);
	send_buf(fd, &reply);
	assert_int_equal(request_finish(&run), 0);
	assert_string_equal(run.out, "first half second half");
	assert_string_equal(run.err, "a word aside\n");
	assert_int_equal(run.message_count, 1);
	close(fd);
	bgproc_buf_free(&input);
	request_done(&run);
}

static void test_unix(void **state)
{
	(void) state;
	stream(false);
}

static void test_tcp(void **state)
{
	(void) state;
	stream(true);
}

/* One exchange with that reply, after which the connection is closed. */
static int exchange(struct request_run *run, const char *bytes, size_t length)
{
	struct bgproc_buf input = BGPROC_BUF_INIT;
	int fd;

	prepare(run, false, "GET");
	request_start(run);
	fd = request_accept(run);
	read_request(fd, &input);
	assert_int_equal(input.length, 0);
	request_write(fd, bytes, length);
	close(fd);
	bgproc_buf_free(&input);
	return request_finish(run);
}

static void test_statuses(void **state)
{
	static const struct {
		const char *output;
		int code;
		const char *message;
	} cases[] = {
		{"\r\n", 0, NULL},
		{"Status: 204 No Content\r\n\r\n", 0, NULL},
		{"Status: 299\r\n\r\n", 0, NULL},
		{"Status: 300\r\n\r\n", 1, "HTTP 300\""},
		{"Status: 404 Not Found\r\n\r\nFile not found.\n", 1, "HTTP 404: File not found. (SCRIPT_FILENAME /srv/index.php)\""},
		{"Status: 403\r\n\r\n", 1, "HTTP 403 (SCRIPT_FILENAME /srv/index.php)\""},
		{"Status: 500\r\n\r\n <b>\"x\"\n y</b> \n", 1, "HTTP 500: <b>\\\"x\\\"\\n y</b>\""},
		{"Status: 502\r\n\r\n", 1, "HTTP 502\""},
		{"Status: 504\r\n\r\n \n ", 1, "HTTP 504\""},
		{"Location: /login?a\r\n\r\n", 1, "HTTP 302, redirect to /login?a not followed\""},
		{"Location: /\001\r\nStatus: 301\r\n\r\nmoved", 1, "HTTP 301, redirect to / not followed: moved\""},
		{"Status: 500\r\n\r\n\377\376", 1, "HTTP 500: \357\277\275\357\277\275\""},
	};

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct bgproc_buf reply = BGPROC_BUF_INIT;
		struct request_run run;

		put_text(&reply, 6, cases[i].output);
		put_end(&reply, 0, 0);
		assert_int_equal(exchange(&run, reply.data, reply.length), cases[i].code);
		assert_string_equal(run.messages[0], "{\"accepted\":true,\"attempt\":7}");
		if (cases[i].message) {
			expect_error(&run, "response", cases[i].message);
		}
		assert_string_equal(run.out, strstr(cases[i].output, "\r\n\r\n") ? strstr(cases[i].output, "\r\n\r\n") + 4 : "");
		request_done(&run);
		bgproc_buf_free(&reply);
	}
}

/* The first 1024 bytes of the body of a refusal, cut between characters. */
static void test_long_refusal(void **state)
{
	(void) state;
	for (int shift = 0; shift < 3; shift++) {
		struct bgproc_buf reply = BGPROC_BUF_INIT, output = BGPROC_BUF_INIT;
		struct request_run run;
		const char *at;
		size_t count = 0;

		bgproc_buf_puts(&output, "Status: 503\r\n\r\n");
		bgproc_buf_fill(&output, 'x', (size_t) shift);
		for (int i = 0; i < 10000; i++) {
			bgproc_buf_puts(&output, "\342\202\254");
		}
		put(&reply, 6, output.data, output.length);
		put_end(&reply, 0, 0);
		assert_int_equal(exchange(&run, reply.data, reply.length), 1);
		expect_error(&run, "response", "HTTP 503: ");
		assert_int_equal(run.out_length, 30000 + shift);
		for (at = run.messages[1]; (at = strstr(at, "\342\202\254")); at++) {
			count++;
		}
		assert_int_equal(count, (1024 - shift) / 3);
		assert_null(strstr(run.messages[1], "\357\277\275"));
		request_done(&run);
		bgproc_buf_free(&reply);
		bgproc_buf_free(&output);
	}
}

/* A reply that ends anywhere before its end is no success, whatever its status said. */
static void test_cut_replies(void **state)
{
	struct bgproc_buf reply = BGPROC_BUF_INIT;

	(void) state;
	put_text(&reply, 6, "Status: 200\r\n\r\nbody");
	put_text(&reply, 6, "");
	put_end(&reply, 0, 0);
	for (size_t length = 0; length <= reply.length; length++) {
		struct request_run run;
		int code = exchange(&run, reply.data, length);

		assert_int_equal(code, length < reply.length);
		assert_int_equal(run.message_count, (length > 8) + (length < reply.length));
		if (code) {
			expect_error(&run, "transport",
				"The FastCGI connection was lost before the answer was complete; the worker has ended or was killed\"");
		}
		request_done(&run);
	}
	bgproc_buf_free(&reply);
}

/* Sends this reply: the program ends with that error. */
static void expect_failure(struct bgproc_buf *reply, const char *type, const char *message)
{
	struct request_run run;

	assert_int_equal(exchange(&run, reply->data, reply->length), 1);
	expect_error(&run, type, message);
	request_done(&run);
	bgproc_buf_free(reply);
}

static void test_no_replies(void **state)
{
	static const char http[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
	struct bgproc_buf reply = BGPROC_BUF_INIT;
	struct request_run run;

	(void) state;
	assert_int_equal(exchange(&run, http, sizeof http - 1), 1);
	expect_error(&run, "transport", "The answer is not FastCGI\"");
	assert_int_equal(run.message_count, 1);
	request_done(&run);
	put_end(&reply, 0, 2);
	expect_failure(&reply, "transport", "The FastCGI server is overloaded and has refused the request\"");
	put_end(&reply, 0, 0);
	expect_failure(&reply, "transport", "The answer is empty\"");
	put_text(&reply, 6, "Content-Length: 100\r\n\r\nbody");
	put_end(&reply, 0, 0);
	expect_failure(&reply, "transport", "The answer is shorter than it said\"");
	put_text(&reply, 6, "\r\nbody");
	put_end(&reply, 5, 0);
	expect_failure(&reply, "response", "HTTP 200, application status 5: body\"");
}

static char *big_body(void)
{
	char *body = malloc(BIG);

	assert_non_null(body);
	for (size_t i = 0; i < BIG; i++) {
		body[i] = (char) (i * 2654435761u >> 13);
	}
	return body;
}

/* A program that has these 8 MB to send: the connection with it. */
static int accept_big(struct request_run *run, bool tcp, const char *body)
{
	prepare(run, tcp, "POST");
	bgproc_spec_add(&run->spec, BGPROC_SPEC_BODY, body, BIG);
	request_start(run);
	return request_accept(run);
}

/* A whole reply with them. */
static void send_big(int fd, const char *body)
{
	struct bgproc_buf reply = BGPROC_BUF_INIT;

	put_text(&reply, 6, "\r\n");
	for (size_t at = 0; at < BIG; at += 32768) {
		put(&reply, 6, body + at, 32768);
	}
	put_end(&reply, 0, 0);
	send_buf(fd, &reply);
}

/* 8 MB there and back. */
static void big(bool tcp)
{
	struct bgproc_buf input = BGPROC_BUF_INIT;
	struct request_run run;
	char *body = big_body();
	int fd;

	fd = accept_big(&run, tcp, body);
	read_request(fd, &input);
	assert_int_equal(input.length, BIG);
	assert_memory_equal(input.data, body, BIG);
	send_big(fd, body);
	close(fd);
	assert_int_equal(request_finish(&run), 0);
	assert_int_equal(run.out_length, BIG);
	assert_memory_equal(run.out, body, BIG);
	free(body);
	bgproc_buf_free(&input);
	request_done(&run);
}

static void test_big_bodies(void **state)
{
	(void) state;
	big(false);
	big(true);
}

/* A worker that answers and reads nothing of 8 MB: no deadlock, also when it writes more than the sockets hold. */
static void test_answer_without_reading(void **state)
{
	(void) state;
	for (int tcp = 0; tcp <= 1; tcp++) {
		struct bgproc_buf piece = BGPROC_BUF_INIT;
		struct request_run run;
		char *body = big_body();
		int fd;

		fd = accept_big(&run, tcp, body);
		assert_true(request_read(fd, &piece));
		send_big(fd, body);
		assert_int_equal(request_finish(&run), 0);
		assert_int_equal(run.out_length, BIG);
		close(fd);
		free(body);
		bgproc_buf_free(&piece);
		request_done(&run);
	}
}

/* The same, but the worker closes the connection at once: its answer counts. */
static void test_answer_and_leave(void **state)
{
	struct bgproc_buf reply = BGPROC_BUF_INIT, piece = BGPROC_BUF_INIT;
	struct request_run run;
	char *body = big_body();
	int fd;

	(void) state;
	fd = accept_big(&run, false, body);
	assert_true(request_read(fd, &piece));
	put_text(&reply, 6, "Status: 413\r\n\r\ntoo long");
	put_end(&reply, 0, 0);
	send_buf(fd, &reply);
	close(fd);
	assert_int_equal(request_finish(&run), 1);
	expect_error(&run, "response", "HTTP 413: too long\"");
	free(body);
	bgproc_buf_free(&piece);
	request_done(&run);
}

/* ---- connecting ---- */

static void test_nobody_listens(void **state)
{
	static const char *const addresses[] = {"unix:/nonexistent/fpm.sock", "tcp:127.0.0.1:1", "tcp:[::1]:1", "tcp:127.0.0.1:x",
		"tcp:127.0.0.1", "unix:relative/and/not/there"};

	(void) state;
	for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
		struct request_run run;
		char message[160];

		request_init(&run);
		strcpy(run.address, addresses[i]);
		ask(&run, "GET");
		request_field(&run, BGPROC_SPEC_TIMEOUT_MS, "300");
		request_fail_within(&run, i < 2 ? 300 : 0, 2300);
		snprintf(message, sizeof message, "Cannot connect to %s: ", addresses[i]);
		expect_error(&run, "transport", message);
		assert_int_equal(run.message_count, 1);
		request_done(&run);
	}
}

/* The default of the limit. */
static void test_default_limit(void **state)
{
	struct request_run run;

	(void) state;
	request_init(&run);
	request_listen_unix(&run, 5);
	close(run.listen_fd);
	run.listen_fd = -1;
	ask(&run, "GET");
	request_fail_within(&run, 2000, 4000);
	assert_non_null(strstr(run.err, ": Connection refused\n"));
	request_done(&run);
}

/* A pool that is being restarted. */
static void test_listener_comes_late(void **state)
{
	struct request_run run;

	(void) state;
	request_init(&run);
	snprintf(run.address, sizeof run.address, "unix:%s", run.socket_path);
	ask(&run, "GET");
	request_field(&run, BGPROC_SPEC_TIMEOUT_MS, "20000");
	request_start(&run);
	request_pause_ms(200);
	request_listen_unix(&run, 5);
	assert_int_equal(answer_ok(&run), 0);
	assert_string_equal(run.out, "ok");
	request_done(&run);
}

/* Longer than the limit of connecting, as long as somebody is there whose queue is full. */
static void test_full_unix_queue(void **state)
{
	struct request_run run;
	int others[16], count = 0;
	struct sockaddr_un address;

	(void) state;
	request_init(&run);
	request_listen_unix(&run, 1);
	address = unix_address(run.socket_path);
	for (;;) {
		int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

		assert_true(count < 16);
		if (connect(fd, (struct sockaddr *) &address, sizeof address) < 0) {
			assert_int_equal(errno, EAGAIN);
			close(fd);
			break;
		}
		others[count++] = fd;
	}
	ask(&run, "GET");
	request_field(&run, BGPROC_SPEC_TIMEOUT_MS, "50");
	request_start(&run);
	request_pause_ms(500);
	assert_int_equal(waitpid(run.pid, NULL, WNOHANG), 0);
	request_expect_no_message(&run);
	for (int i = 0; i < count; i++) {
		close(request_accept(&run));
		close(others[i]);
	}
	assert_int_equal(answer_ok(&run), 0);
	request_done(&run);
}

/* TCP says nothing of a full queue: it is a host that does not answer. */
static void test_full_tcp_queue(void **state)
{
	struct request_run run;

	(void) state;
	request_init(&run);
	request_listen_full_tcp(&run);
	ask(&run, "GET");
	request_field(&run, BGPROC_SPEC_TIMEOUT_MS, "400");
	request_fail_within(&run, 400, 2400);
	assert_non_null(strstr(run.err, ": Connection timed out\n"));
	request_done(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unix),
		cmocka_unit_test(test_tcp),
		cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_long_refusal),
		cmocka_unit_test(test_cut_replies),
		cmocka_unit_test(test_no_replies),
		cmocka_unit_test(test_big_bodies),
		cmocka_unit_test(test_answer_without_reading),
		cmocka_unit_test(test_answer_and_leave),
		cmocka_unit_test(test_nobody_listens),
		cmocka_unit_test(test_default_limit),
		cmocka_unit_test(test_listener_comes_late),
		cmocka_unit_test(test_full_unix_queue),
		cmocka_unit_test(test_full_tcp_queue),
	};

	request_choose_tests();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
