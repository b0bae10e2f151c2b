/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/fastcgi.h"

#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/socket/connect.h"
#include "src/request/fastcgi_params.h"
#include "src/request/fastcgi_record.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAUSE_FIRST_MS 5
#define PAUSE_MAX_MS 250
#define BLOCK 65536

/* ---- connecting ---- */

/* Splits "host:port" or "[v6]:port" in place. False when it is neither. */
static bool split_host(char *text, char **host, char **port)
{
	char *colon = strrchr(text, ':');

	if (!colon || colon == text || !colon[1]) {
		return false;
	}
	*colon = '\0';
	*port = colon + 1;
	*host = text;
	if (text[0] == '[' && colon[-1] == ']') {
		colon[-1] = '\0';
		*host = text + 1;
	}
	return true;
}

static int connect_once(const char *address, struct bgproc_deadline deadline, const char **problem)
{
	char *copy, *host, *port;
	int fd = -1;

	*problem = NULL;
	if (strncmp(address, "unix:", 5) == 0) {
		return bgproc_connect_unix(address + 5);
	}
	copy = strdup(address + 4);
	if (!copy) {
		errno = ENOMEM;
	} else if (!split_host(copy, &host, &port)) {
		*problem = "the address is no host:port";
		errno = EINVAL;
	} else {
		fd = bgproc_connect_tcp(host, port, deadline, problem);
	}
	free(copy);
	return fd;
}

/*
 * Retries for a while when no process listens (a pool is being restarted). Retries without end when the queue of the pool is
 * full: that is no failure, and the supervisor stops a client that waits too long.
 */
static int open_connection(const char *address, int64_t limit_ms, struct bgproc_response *response)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(limit_ms);
	const char *problem = NULL;
	int fd, pause = PAUSE_FIRST_MS;

	while ((fd = connect_once(address, deadline, &problem)) < 0) {
		bool full = errno == EAGAIN, absent = errno == ECONNREFUSED || errno == ENOENT;
		int64_t left = bgproc_deadline_left(deadline);

		if (!full && (!absent || left == 0)) {
			bgproc_response_fail(response, "Cannot connect to %s: %s", address, problem ? problem : strerror(errno));
			return -1;
		}
		poll(NULL, 0, !full && left < pause ? (int) left : pause);
		pause = 2 * pause < PAUSE_MAX_MS ? 2 * pause : PAUSE_MAX_MS;
	}
	return fd;
}

/* ---- the exchange ---- */

struct exchange {
	struct bgproc_response *response;
	struct bgproc_fastcgi_sender sender;
	struct bgproc_fastcgi_reader reader;
	bool sending;
	int fd;
	char block[BLOCK];
};

static void take_body(void *context, const char *bytes, size_t length)
{
	struct exchange *exchange = context;

	exchange->response->status = exchange->reader.status;
	bgproc_response_body(exchange->response, bytes, length);
}

/* Output of the script or of PHP to standard error. */
static void take_error_text(void *context, const char *bytes, size_t length)
{
	struct exchange *exchange = context;

	bgproc_response_begin(exchange->response);
	(void) !bgproc_write_all(2, bytes, length);
}

static void take_location(void *context, const char *bytes, size_t length)
{
	struct exchange *exchange = context;

	bgproc_response_location(exchange->response, bytes, length);
}

/* An error of sending is not reported: a worker may answer without reading the whole body, and then its answer counts. */
static void send_some(struct exchange *exchange)
{
	const void *bytes;
	size_t length;

	while ((exchange->sending = bgproc_fastcgi_sender_next(&exchange->sender, &bytes, &length))) {
		ssize_t count = bgproc_socket_send(exchange->fd, bytes, length);

		if (count < 0) {
			exchange->sending = errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS;
			return;
		}
		bgproc_fastcgi_sender_sent(&exchange->sender, (size_t) count);
	}
}

/* False when nothing more is to be read: the answer or the connection has ended, or the answer is not valid. */
static bool receive_some(struct exchange *exchange)
{
	struct bgproc_fastcgi_reader *reader = &exchange->reader;
	ssize_t count = read(exchange->fd, exchange->block, sizeof exchange->block);

	if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
		return true;
	}
	if (count <= 0) {
		/* A reset is treated like an end of the connection: it only means that the peer has not read everything. */
		bool gone = count == 0 || errno == ECONNRESET;

		bgproc_response_fail(exchange->response, "The FastCGI connection was lost before the answer was complete%s%s",
			gone ? "; the worker has ended or was killed" : ": ", gone ? "" : strerror(errno));
		return false;
	}
	if (!bgproc_fastcgi_reader_feed(reader, exchange->block, (size_t) count)) {
		bgproc_response_fail(exchange->response, "%s", reader->problem);
		return false;
	}
	if (reader->begun) {
		bgproc_response_begin(exchange->response);
	}
	return !reader->ended;
}

static void converse(struct exchange *exchange)
{
	bool open = true;

	while (open) {
		struct pollfd slot = {.fd = exchange->fd, .events = (short) (POLLIN | (exchange->sending ? POLLOUT : 0))};

		if (poll(&slot, 1, -1) < 0) {
			if (errno != EINTR) {
				bgproc_response_fail(exchange->response, "Cannot wait for the answer: %s", strerror(errno));
				return;
			}
			continue;
		}
		if (exchange->sending && slot.revents & (POLLOUT | POLLERR | POLLHUP)) {
			send_some(exchange);
		}
		if (slot.revents & (POLLIN | POLLERR | POLLHUP | POLLNVAL)) {
			open = receive_some(exchange);
		}
	}
}

static void conclude(const struct bgproc_request *request, const struct exchange *exchange)
{
	struct bgproc_spec_value method = bgproc_request_value(request, BGPROC_SPEC_METHOD);
	struct bgproc_response *response = exchange->response;
	const char *lacks;

	if (!exchange->reader.ended) {
		return;
	}
	lacks = bgproc_fastcgi_reader_lacks(&exchange->reader, method.length == 4 && memcmp(method.bytes, "HEAD", 4) == 0);
	if (lacks) {
		bgproc_response_fail(response, "%s", lacks);
	}
	response->status = exchange->reader.status;
	response->application_status = exchange->reader.application_status;
	response->ended = true;
}

void bgproc_fastcgi_exchange(const struct bgproc_request *request, struct bgproc_response *response)
{
	static struct exchange exchange;
	const struct bgproc_fastcgi_taker taker = {take_body, take_error_text, take_location, &exchange};
	struct bgproc_spec_value body = bgproc_request_value(request, BGPROC_SPEC_BODY);
	char *address = bgproc_request_text(request, BGPROC_SPEC_SOCKET);
	struct bgproc_buf params = BGPROC_BUF_INIT;

	exchange.response = response;
	exchange.fd = -1;
	bgproc_fastcgi_params(&params, request);
	exchange.sending = bgproc_fastcgi_sender_open(&exchange.sender, &params, body.bytes, body.length);
	bgproc_fastcgi_reader_open(&exchange.reader, &taker);
	if (!exchange.sending || !address) {
		bgproc_response_fail(response, "Out of memory");
	} else if ((exchange.fd = open_connection(address, request->connect_ms, response)) >= 0) {
		converse(&exchange);
		conclude(request, &exchange);
	}
	bgproc_fd_close(&exchange.fd);
	bgproc_fastcgi_reader_close(&exchange.reader);
	bgproc_fastcgi_sender_close(&exchange.sender);
	bgproc_buf_free(&params);
	free(address);
}
