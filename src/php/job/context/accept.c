/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/job/server_variable.h"
#include "src/php/job/context/accept.h"
#include "src/php/job/context/object.h"
#include "src/php/job/signing_keys.h"
#include "src/php/process/manager_store.h"
#include "src/php/job/context/send.h"

#include "SAPI.h"
#include "main/php_streams.h"
#include "zend_exceptions.h"

#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/socket/connect.h"
#include "src/protocol/notify_message.h"
#include "src/protocol/request_auth.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* The supervisor normally answers within microseconds, unless the machine is overloaded. */
#define ANSWER_WAIT_MS 5000
#define BODY_MAX ((size_t) 64 * 1024 * 1024)

/* A possible job of this script: its id, its attempt and the socket of its supervisor. */
struct offer {
	const char *id, *path;
	const char *place; /* the identity of the socket, if it was signed; NULL: any socket at that path */
	uint32_t attempt;
	bool is_request; /* a request: the supervisor must accept it first */
};

/* ---- whom to believe ---- */

/*
 * Whether socket and record belong to the same user, and that user may start jobs in this directory: the present user, root,
 * or the owner of the directory. In a directory where other users may create files, another user could create both under the
 * id of a job that has ended, and accept an old signed request again.
 */
static bool is_trusted(const char *socket)
{
	struct stat at_socket, at_record, at_directory;
	char path[MAXPATHLEN];
	char *end;

	if (snprintf(path, sizeof path, "%s", socket) >= (int) sizeof path || !(end = strrchr(path, '.'))) {
		return false;
	}
	snprintf(end, sizeof path - (size_t) (end - path), ".json");
	if (lstat(socket, &at_socket) < 0 || lstat(path, &at_record) < 0 || !S_ISREG(at_record.st_mode) ||
		at_socket.st_uid != at_record.st_uid) {
		return false;
	}
	if (at_socket.st_uid == geteuid() || at_socket.st_uid == 0) {
		return true;
	}
	end = strrchr(path, '/');
	end[end == path] = '\0';
	return stat(path, &at_directory) == 0 && at_socket.st_uid == at_directory.st_uid;
}

/* Whether this is still the socket whose identity was signed, and it is trusted. */
static bool is_place(const char *socket, const char *place)
{
	char now[BGPROC_AUTH_PLACE_MAX];

	return is_trusted(socket) && bgproc_socket_place(socket, now, sizeof now) == 0 && strcmp(now, place) == 0;
}

/* ---- connecting ---- */

/* True: connected. False: there is no supervisor, or an exception is pending. */
static bool connect_to(const struct offer *offer, struct bgproc_job_message *message)
{
	message->attempt = offer->attempt;
	message->fd = bgproc_connect_datagram(offer->path);
	if (message->fd >= 0) {
		return true;
	}
	if (errno == EACCES || errno == EPERM) {
		zend_throw_exception_ex(bgproc_ce_job_exception, errno,
			"Cannot reach the supervisor of job %s (%.200s): %s. This worker is of the user %lu: its manager needs the option "
			"\"worker_user\" => %lu, or the name of that user, and a \"working_directory\" that this user may enter",
			offer->id, offer->path, strerror(errno), (unsigned long) geteuid(), (unsigned long) geteuid());
	} else if (errno != ENOENT && errno != ECONNREFUSED && errno != ENOTDIR) {
		zend_throw_exception_ex(bgproc_ce_job_exception, errno, "Cannot reach the supervisor of job %s (%.200s): %s", offer->id,
			offer->path, strerror(errno));
	}
	return false;
}

/* Reads a number of the answer, "name":N. False: the answer does not contain it. */
static bool number_of(const char *answer, const char *name, long long *number)
{
	const char *at = strstr(answer, name);
	char *end;

	if (!at) {
		return false;
	}
	errno = 0;
	*number = strtoll(at + strlen(name), &end, 10);
	return errno == 0 && end > at + strlen(name) && (*end == ',' || *end == '}');
}

/* Waits for the answer of the supervisor. No other process can answer, because the socket is connected to the supervisor's. */
static bool await_answer(const struct offer *offer, struct bgproc_job_message *message, int64_t *timeout_ms)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(ANSWER_WAIT_MS);
	char answer[512], id[BGPROC_KEY_MAX + 16];
	long long attempt, timeout;
	ssize_t length;

	while ((length = recv(message->fd, answer, sizeof answer - 1, MSG_DONTWAIT)) < 0) {
		struct pollfd room = {.fd = message->fd, .events = POLLIN};

		if ((errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) || bgproc_deadline_left(deadline) == 0) {
			return false;
		}
		poll(&room, 1, bgproc_deadline_poll(deadline));
	}
	answer[length] = '\0';
	snprintf(id, sizeof id, "\"job\":\"%s\"", offer->id);
	if (!strstr(answer, "\"accepted\":true") || !strstr(answer, id) || !number_of(answer, "\"attempt\":", &attempt) ||
		attempt != (long long) offer->attempt || !number_of(answer, "\"timeout_ms\":", &timeout)) {
		return false;
	}
	*timeout_ms = timeout;
	return true;
}

/* Asks the supervisor to accept this process as the worker of this attempt; it accepts only one. */
static bool be_accepted(const struct offer *offer, struct bgproc_job_message *message, int64_t *timeout_ms)
{
	if (bgproc_socket_name(message->fd) < 0) {
		return false;
	}
	bgproc_job_message_begin(message);
	bgproc_job_message_raw(message, "hello", "true", 4);
	return bgproc_job_message_send(message, ANSWER_WAIT_MS) == BGPROC_JOB_SENT && await_answer(offer, message, timeout_ms);
}

/* Connects to the socket that was signed. A socket that took its path in between has another identity, and is refused. */
static bool reach(const struct offer *offer, struct bgproc_job_message *message)
{
	return connect_to(offer, message) && (!offer->place || is_place(offer->path, offer->place));
}

static void let_message_go(void *message)
{
	bgproc_job_message_close(message);
}

/* The context for a trusted offer, or null. False with an exception pending. */
static bool take_up(const struct offer *offer, zval *result)
{
	struct bgproc_job_message *message = ecalloc(1, sizeof *message);
	struct bgproc_held *held;
	int64_t timeout_ms = 0;
	zend_string *id, *path;

	message->fd = -1;
	held = bgproc_held_new(let_message_go, message);
	if (reach(offer, message) && (!offer->is_request || be_accepted(offer, message, &timeout_ms))) {
		id = zend_string_init(offer->id, strlen(offer->id), 0);
		path = zend_string_init(offer->path, strlen(offer->path), 0);
		bgproc_job_context_create(result, message, id, path);
		Z_BGPROC_JOB_CONTEXT_P(result)->is_request = offer->is_request;
		Z_BGPROC_JOB_CONTEXT_P(result)->timeout_ms = timeout_ms;
		if (offer->is_request) {
			bgproc_job_move_limit(Z_BGPROC_JOB_CONTEXT_P(result));
		}
		zend_string_release(path);
		zend_string_release(id);
	}
	bgproc_held_end(held);
	efree(message);
	return !EG(exception);
}

/* ---- environment and FastCGI parameters ---- */

static bool parse_attempt(const char *text, uint32_t *attempt)
{
	char *end;
	unsigned long number;

	if (!text || text[0] < '1' || text[0] > '9') {
		return false;
	}
	errno = 0;
	number = strtoul(text, &end, 10);
	*attempt = (uint32_t) number;
	return errno == 0 && *end == '\0' && number <= UINT32_MAX;
}

/* Reads the three values with get. All of them are copied, because the environment may move. */
static bool accept_named(char *(*get)(const char *name, size_t length), bool is_request, zval *result)
{
	char *id = get(ZEND_STRL("BGPROC_JOB")), *attempt = get(ZEND_STRL("BGPROC_ATTEMPT")), *path = get(ZEND_STRL("BGPROC_NOTIFY"));
	struct offer offer = {.is_request = is_request};
	bool done = true;

	if (id && path && path[0] == '/' && bgproc_key_valid(id, strlen(id)) && parse_attempt(attempt, &offer.attempt)) {
		offer.id = id = estrdup(id);
		offer.path = path = estrdup(path);
		done = take_up(&offer, result);
		efree(id);
		efree(path);
	}
	return done;
}

static char *get_environment(const char *name, size_t length)
{
	(void) length;
	return getenv(name);
}

/* ---- the signed header ---- */

static struct bgproc_auth_text variable(const char *name)
{
	const zend_string *value = bgproc_server_variable(name);

	return value ? (struct bgproc_auth_text) {ZSTR_VAL(value), ZSTR_LEN(value)} : (struct bgproc_auth_text) {"", 0};
}

zend_string *bgproc_job_accept_header(void)
{
	return bgproc_server_variable("HTTP_X_BGPROC_AUTH");
}

/* The unchanged body; the script can read it again. */
static zend_string *read_body(void)
{
	php_stream *stream = php_stream_open_wrapper("php://input", "rb", 0, NULL);
	zend_string *body = stream ? php_stream_copy_to_mem(stream, BODY_MAX, 0) : NULL;

	if (stream) {
		php_stream_close(stream);
	}
	return body ? body : ZSTR_EMPTY_ALLOC();
}

static void describe_request(struct bgproc_auth_request *request, const zend_string *body)
{
	const char *method = SG(request_info).request_method;

	*request = (struct bgproc_auth_request) {
		.method = {method ? method : "", method ? strlen(method) : 0},
		.host = variable("HTTP_HOST"),
		.target = variable("REQUEST_URI"),
		.content_type = variable("CONTENT_TYPE"),
		.body = {ZSTR_VAL(body), ZSTR_LEN(body)},
		.cookie = variable("HTTP_COOKIE"),
		.authorization = variable("HTTP_AUTHORIZATION"),
	};
	if (request->content_type.length == 0) {
		request->content_type = variable("HTTP_CONTENT_TYPE");
	}
	if (request->authorization.length == 0) {
		request->authorization = variable("REDIRECT_HTTP_AUTHORIZATION");
	}
}

struct claim {
	struct bgproc_auth_claim claim;
	struct bgproc_auth_request request;
	char place[BGPROC_AUTH_PLACE_MAX];
	zend_string *path; /* path of the socket in the directory of the manager with that key; owned */
};

static bool try_key(zend_string *key, zend_string *directory, void *context)
{
	struct claim *claim = context;
	zend_string *path = bgproc_manager_file_path(directory, claim->claim.job, ".sock");

	if (is_trusted(ZSTR_VAL(path)) && bgproc_socket_place(ZSTR_VAL(path), claim->place, sizeof claim->place) == 0) {
		claim->request.place = (struct bgproc_auth_text) {claim->place, strlen(claim->place)};
		if (bgproc_auth_verify(&claim->claim, &claim->request, (const unsigned char *) ZSTR_VAL(key), ZSTR_LEN(key),
				bgproc_wall_us() / 1000000)) {
			claim->path = path;
			return true;
		}
	}
	zend_string_release(path);
	return false;
}

static bool accept_signed(zend_string *header, zval *result, bool *final)
{
	struct claim claim = {0};
	zend_string *body;
	bool done = true;

	if (ZSTR_LEN(header) >= BGPROC_AUTH_VALUE_MAX ||
		!bgproc_auth_parse(&claim.claim, ZSTR_VAL(header), ZSTR_LEN(header))) {
		return true;
	}
	body = read_body();
	describe_request(&claim.request, body);
	if (!bgproc_signing_keys_each(claim.claim.key_id, try_key, &claim)) {
		/* The manager with this key and directory may be created later in the request. */
		*final = false;
	} else {
		struct offer offer = {
			.id = claim.claim.job,
			.path = ZSTR_VAL(claim.path),
			.place = claim.place,
			.attempt = claim.claim.attempt,
			.is_request = true,
		};

		/* The supervisor decides, and accepts an attempt only once. */
		done = take_up(&offer, result);
		zend_string_release(claim.path);
		if (done && Z_TYPE_P(result) == IS_OBJECT) {
			Z_BGPROC_JOB_CONTEXT_P(result)->claim = zend_string_copy(header);
			Z_BGPROC_JOB_CONTEXT_P(result)->request_time = sapi_get_request_time();
		}
	}
	zend_string_release(body);
	return done;
}

/* ---- which of them ---- */

static bool is_sapi(const char *name)
{
	return strcmp(sapi_module.name, name) == 0;
}

bool bgproc_job_accept_parameters(zval *result)
{
	ZVAL_NULL(result);
	return !is_sapi("fpm-fcgi") || !sapi_module.getenv || !SG(server_context) || accept_named(sapi_module.getenv, true, result);
}

bool bgproc_job_accept(zval *result, bool *final)
{
	zend_string *header;

	ZVAL_NULL(result);
	*final = true;
	if (is_sapi("cli") || is_sapi("phpdbg") || is_sapi("micro")) {
		return accept_named(get_environment, false, result);
	}
	if (!bgproc_job_accept_parameters(result) || Z_TYPE_P(result) == IS_OBJECT) {
		return !EG(exception);
	}
	header = bgproc_job_accept_header();
	if (header) {
		bool done;

		/* Holds a reference: reading the body may run a stream wrapper of the user, which can change $_SERVER. */
		zend_string_addref(header);
		done = accept_signed(header, result, final);
		zend_string_release(header);
		return done;
	}
	*final = is_sapi("fpm-fcgi") || is_sapi("apache2handler");
	return true;
}
