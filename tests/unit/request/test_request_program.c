/* SPDX-License-Identifier: Apache-2.0 */

/* The program bgproc.request in its environment: signals, closed pipes, removed sockets, wrong use. */

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

/* A stop closes the connection at once. */
static void test_sigterm(void **state)
{
	struct bgproc_buf input = BGPROC_BUF_INIT;
	struct request_run run;
	int fd;

	(void) state;
	prepare(&run, false, "GET");
	request_start(&run);
	fd = request_accept(&run);
	read_request(fd, &input);
	kill(run.pid, SIGTERM);
	assert_false(request_read(fd, &input));
	assert_int_equal(request_finish(&run), 1000 + SIGTERM);
	assert_int_equal(run.message_count, 0);
	close(fd);
	bgproc_buf_free(&input);
	request_done(&run);
}

/* No supervisor receives the reports, or it does not read them: the request continues. */
static void test_notify_gone_or_full(void **state)
{
	(void) state;
	for (int full = 0; full <= 1; full++) {
		int64_t begin = request_now_ms();
		struct request_run run;

		request_init(&run);
		request_listen_unix(&run, 5);
		if (full) {
			struct sockaddr_un address = unix_address(run.notify_path);
			int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

			while (sendto(fd, "{}", 2, 0, (struct sockaddr *) &address, sizeof address) == 2) {
			}
			close(fd);
		} else {
			unlink(run.notify_path);
		}
		ask(&run, "GET");
		request_start(&run);
		if (full) {
			struct bgproc_buf reply = BGPROC_BUF_INIT;

			put_text(&reply, 6, "\r\nok");
			answer(&run, &reply);
			/* What others have filled it with is no message of ours. */
			assert_int_equal(request_wait(&run), 0);
		} else {
			assert_int_equal(answer_ok(&run), 0);
			assert_string_equal(run.out, "ok");
		}
		assert_in_range(request_now_ms() - begin, 0, 10000);
		request_done(&run);
	}
}

/* The output cannot be written: the result of the request is not changed. */
static void test_output_lost(void **state)
{
	struct bgproc_buf reply = BGPROC_BUF_INIT;
	struct request_run run;
	int ends[2];

	(void) state;
	prepare(&run, false, "GET");
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	close(run.out_fd);
	run.out_fd = ends[1];
	request_start(&run);
	put_text(&reply, 6, "\r\none");
	put_text(&reply, 6, "two");
	answer(&run, &reply);
	assert_int_equal(request_wait(&run), 0);
	request_done(&run);
}

/* ---- wrong use ---- */

static void expect_refused(struct request_run *run)
{
	request_start(run);
	assert_int_equal(request_finish(run), 100);
	assert_int_equal(run->message_count, 0);
	assert_int_equal(run->out_length, 0);
	assert_int_equal(strncmp(run->err, "bgproc.request: ", 16), 0);
	request_done(run);
}

static void test_environment_refused(void **state)
{
	static const char *const attempts[] = {NULL, "", "0", "-1", "1x", "4294967296", " 1"};
	static const char *const jobs[] = {NULL, "", ".hidden", "a/b", "a\nb"};
	static const char *const notifies[] = {NULL, "", "relative.sock"};

	(void) state;
	for (size_t i = 0; i < 7 + 5 + 3; i++) {
		struct request_run run;

		prepare(&run, false, "GET");
		if (i < 7) {
			run.attempt = attempts[i];
		} else if (i < 12) {
			run.job = jobs[i - 7];
		} else {
			run.notify = notifies[i - 12];
		}
		expect_refused(&run);
	}
}

/* One field after the other is wrong; nothing is connected to, nothing sent. */
static void test_fields_refused(void **state)
{
	static const struct {
		enum bgproc_spec_field field;
		const char *value;
	} cases[] = {
		{BGPROC_SPEC_METHOD, ""},
		{BGPROC_SPEC_METHOD, "get"},
		{BGPROC_SPEC_METHOD, "GET /other HTTP/1.1"},
		{BGPROC_SPEC_METHOD, "GET\r\nX: y"},
		{BGPROC_SPEC_TARGET, ""},
		{BGPROC_SPEC_TARGET, "no/slash"},
		{BGPROC_SPEC_TARGET, "/a b"},
		{BGPROC_SPEC_TARGET, "/a\r\nX: y"},
		{BGPROC_SPEC_TARGET, "/a#b"},
		{BGPROC_SPEC_TARGET, "/\303\244"},
		{BGPROC_SPEC_HOST, ""},
		{BGPROC_SPEC_HOST, "a b"},
		{BGPROC_SPEC_HOST, "a\r\nX: y"},
		{BGPROC_SPEC_HOST, "user@host"},
		{BGPROC_SPEC_CONTENT_TYPE, "a\nb"},
		{BGPROC_SPEC_COOKIE, "a\r\nX: y"},
		{BGPROC_SPEC_AUTHORIZATION, "a\rb"},
		{BGPROC_SPEC_HEADER, "X-A: b\r\nX-C: d"},
		{BGPROC_SPEC_HEADER, "X-A: b\nX-C: d"},
		{BGPROC_SPEC_HEADER, "X-A"},
		{BGPROC_SPEC_HEADER, ": b"},
		{BGPROC_SPEC_HEADER, " X-A: b"},
		{BGPROC_SPEC_HEADER, "X A: b"},
		{BGPROC_SPEC_HEADER, "X-A : b"},
		{BGPROC_SPEC_HEADER, "X-\303\244: b"},
		{BGPROC_SPEC_HEADER, "Host: other"},
		{BGPROC_SPEC_HEADER, "COOKIE: a=b"},
		{BGPROC_SPEC_HEADER, "authorization: x"},
		{BGPROC_SPEC_HEADER, "Content-Length: 3"},
		{BGPROC_SPEC_HEADER, "Transfer-Encoding: chunked"},
		{BGPROC_SPEC_HEADER, "Proxy: http://other"},
		{BGPROC_SPEC_HEADER, "X-Bgproc-Auth: v1"},
		{BGPROC_SPEC_HEADER, "Connection: keep-alive"},
		{BGPROC_SPEC_TIMEOUT_MS, "0"},
		{BGPROC_SPEC_TIMEOUT_MS, "-1"},
		{BGPROC_SPEC_TIMEOUT_MS, "99999999999"},
		{BGPROC_SPEC_SOCKET, "/path"},
		{BGPROC_SPEC_SOCKET, ""},
		{BGPROC_SPEC_SCRIPT_FILENAME, "index.php"},
		{BGPROC_SPEC_SCRIPT_NAME, ""},
		{BGPROC_SPEC_DOCUMENT_ROOT, "srv"},
		{BGPROC_SPEC_BASE_URL, "http://localhost"},
	};

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct request_run run;

		request_init(&run);
		request_listen_unix(&run, 5);
		for (int field = BGPROC_SPEC_METHOD; field < BGPROC_SPEC_FIELD_END; field++) {
			static const char *const good[BGPROC_SPEC_FIELD_END] = {[BGPROC_SPEC_METHOD] = "GET",
				[BGPROC_SPEC_TARGET] = "/",
				[BGPROC_SPEC_HOST] = "localhost",
				[BGPROC_SPEC_SCRIPT_FILENAME] = "/srv/i.php",
				[BGPROC_SPEC_DOCUMENT_ROOT] = "/srv",
				[BGPROC_SPEC_SCRIPT_NAME] = "/i.php"};
			const char *value = field == BGPROC_SPEC_SOCKET ? run.address : good[field];

			if (field == (int) cases[i].field) {
				value = cases[i].value;
			}
			if (value) {
				request_field(&run, (enum bgproc_spec_field) field, value);
			}
		}
		expect_refused(&run);
	}
}

static void test_no_spec(void **state)
{
	struct request_run run;
	int ends[2];

	(void) state;
	request_init(&run);
	bgproc_buf_free(&run.spec);
	expect_refused(&run);
	request_init(&run);
	bgproc_buf_free(&run.spec);
	bgproc_buf_puts(&run.spec, "this is no spec");
	expect_refused(&run);
	/* A pipe has no start to read again from. */
	prepare(&run, false, "GET");
	assert_int_equal(pipe(ends), 0);
	close(run.spec_fd);
	run.spec_fd = ends[1];
	request_start(&run);
	assert_int_equal(request_finish(&run), 100);
	close(ends[0]);
	request_done(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sigterm),
		cmocka_unit_test(test_notify_gone_or_full),
		cmocka_unit_test(test_output_lost),
		cmocka_unit_test(test_environment_refused),
		cmocka_unit_test(test_fields_refused),
		cmocka_unit_test(test_no_spec),
	};

	request_choose_tests();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
