/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A parent that never waits and a worker that usually waits, each in its own process: pipelining, death within a message,
 * signals.
 */

#include "tests/unit/ipc/ipc_messages.h"

#include <sys/time.h>

#define KILLS 60
#define LONG_LENGTH (2 * 1024 * 1024)

static struct bgproc_ipc_channel channel; /* of the process that runs */
static int ends[2];
static pid_t worker;

/* Forks a worker with its end; its result is its exit status. */
static void start_worker(bool stream, int (*work)(void))
{
	make_sockets(ends, stream, 0);
	worker = fork();
	assert_true(worker >= 0);
	if (worker == 0) {
		alarm(120);
		bgproc_fd_close(&ends[0]);
		bgproc_ipc_channel_open(&channel, ends[1], stream, GENERATION, LIMIT);
		_exit(work());
	}
	bgproc_fd_close(&ends[1]);
	bgproc_ipc_channel_open(&channel, ends[0], stream, GENERATION, LIMIT);
}

static void end_worker(int status)
{
	int got;

	bgproc_ipc_channel_close(&channel);
	bgproc_fd_close(&ends[0]);
	assert_int_equal(waitpid(worker, &got, 0), worker);
	assert_int_equal(got, status);
}

static void wait_for_worker(short events)
{
	struct pollfd slot = {.fd = ends[0], .events = events};

	assert_true(poll(&slot, 1, 60000) > 0);
}

/* ---- calls ---- */

/* Answers each call with its own bytes, until the parent is gone. */
static int echo(void)
{
	struct bgproc_ipc_message message;
	enum bgproc_ipc_result result;

	while ((result = bgproc_ipc_channel_next(&channel, &message, true)) == BGPROC_IPC_OK) {
		message.type = BGPROC_IPC_RETURN;
		if (!is_whole(&message) || bgproc_ipc_channel_send(&channel, &message) != BGPROC_IPC_OK) {
			return 1;
		}
	}
	return result == BGPROC_IPC_GONE ? 0 : 2;
}

static void answered(void *context, const struct bgproc_ipc_message *message)
{
	uint64_t *next = context;

	assert_int_equal(message->type, BGPROC_IPC_RETURN);
	assert_true(message->call_id == *next && is_whole(message));
	++*next;
}

/* Far more calls than both sockets hold, queued before the first answer is read. */
static void pipeline(bool stream, uint64_t count, size_t length)
{
	uint64_t next = 1;

	start_worker(stream, echo);
	for (uint64_t i = 1; i <= count; i++) {
		char *bytes = make_bytes(i, length);
		const struct bgproc_ipc_message message = make_message(BGPROC_IPC_CALL, i, bytes, length);

		assert_true(bgproc_ipc_channel_queue(&channel, &message, NULL));
		free(bytes);
	}
	while (next <= count) {
		enum bgproc_ipc_result sent = bgproc_ipc_channel_flush(&channel, false);
		enum bgproc_ipc_result got = bgproc_ipc_channel_receive(&channel, 256, answered, &next);

		assert_true(sent == BGPROC_IPC_OK || sent == BGPROC_IPC_FULL);
		assert_true(got == BGPROC_IPC_EMPTY || got == BGPROC_IPC_MORE);
		if (got == BGPROC_IPC_EMPTY && next <= count) {
			wait_for_worker((short) (POLLIN | (sent == BGPROC_IPC_FULL ? POLLOUT : 0)));
		}
	}
	end_worker(0);
}

static void more_calls_than_the_socket_holds_are_answered(void **state)
{
	for (int stream = 0; stream < 2; stream++) {
		pipeline(stream, 20000, 64);
		pipeline(stream, 2000, 4096);
		pipeline(stream, 100, 65536);
		pipeline(stream, 10, LONG_LENGTH);
	}
}

static void a_parent_may_wait_too(void **state)
{
	start_worker(false, echo);
	for (uint64_t i = 1; i <= 200; i++) {
		size_t length = i % 50 ? 64 : LONG_LENGTH;
		char *bytes = make_bytes(i, length);
		const struct bgproc_ipc_message call = make_message(BGPROC_IPC_CALL, i, bytes, length);
		struct bgproc_ipc_message message;
		uint64_t next = i;

		assert_int_equal(bgproc_ipc_channel_send(&channel, &call), BGPROC_IPC_OK);
		assert_int_equal(bgproc_ipc_channel_next(&channel, &message, true), BGPROC_IPC_OK);
		answered(&next, &message);
		free(bytes);
	}
	end_worker(0);
}

static int die_between(void)
{
	struct bgproc_ipc_message message;

	if (bgproc_ipc_channel_next(&channel, &message, true) != BGPROC_IPC_OK) {
		return 1;
	}
	message.type = BGPROC_IPC_RETURN;
	if (bgproc_ipc_channel_send(&channel, &message) != BGPROC_IPC_OK) {
		return 2;
	}
	/* The other calls stay unread. */
	raise(SIGKILL);
	return 3;
}

static void answers_before_a_death_are_not_lost(void **state)
{
	for (int stream = 0; stream < 2; stream++) {
		struct bgproc_ipc_message message;
		uint64_t next = 1;

		start_worker(stream, die_between);
		for (uint64_t i = 1; i <= 100; i++) {
			char *bytes = make_bytes(i, 5000);

			message = make_message(BGPROC_IPC_CALL, i, bytes, 5000);
			assert_true(bgproc_ipc_channel_queue(&channel, &message, NULL));
			free(bytes);
		}
		bgproc_ipc_channel_flush(&channel, false);
		while (bgproc_ipc_channel_next(&channel, &message, true) == BGPROC_IPC_OK) {
			answered(&next, &message);
		}
		assert_int_equal(next, 2);
		end_worker(SIGKILL);
	}
}

/* ---- death within a message ---- */

static int send_long_ones(void)
{
	for (uint64_t i = 1;; i++) {
		char *bytes = make_bytes(i, LONG_LENGTH);
		const struct bgproc_ipc_message message = make_message(BGPROC_IPC_RETURN, i, bytes, LONG_LENGTH);

		if (bgproc_ipc_channel_send(&channel, &message) != BGPROC_IPC_OK) {
			return 1;
		}
		free(bytes);
	}
}

/* The worker is killed after it has sent this number of packets, usually within a message. */
static void kill_after(bool stream, unsigned packets)
{
	uint64_t next = 1;
	enum bgproc_ipc_result result;

	start_worker(stream, send_long_ones);
	for (unsigned i = 0; i < packets; i++) {
		wait_for_worker(POLLIN);
		result = bgproc_ipc_channel_receive(&channel, 1, answered, &next);
		assert_true(result == BGPROC_IPC_MORE || result == BGPROC_IPC_EMPTY);
	}
	assert_int_equal(kill(worker, SIGKILL), 0);
	while ((result = bgproc_ipc_channel_receive(&channel, 8, answered, &next)) != BGPROC_IPC_GONE) {
		assert_true(result == BGPROC_IPC_MORE || result == BGPROC_IPC_EMPTY);
	}
	assert_false(channel.inbox.reassembly.open);
	end_worker(SIGKILL);
}

static void a_killed_sender_leaves_no_partial_message(void **state)
{
	for (unsigned i = 0; i < KILLS; i++) {
		kill_after(false, i);
		kill_after(true, i);
	}
}

/* ---- signals ---- */

static volatile sig_atomic_t alarms;

static void on_alarm(int number)
{
	alarms++;
}

static void start_alarms(long microseconds)
{
	const struct itimerval soon = {{0, microseconds}, {0, microseconds}};
	/* As pcntl_signal() and most libraries install their handlers. */
	struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
}

/* Reports three interruptions as output, then waits for the call: more reports would fill the socket while the call does. */
static int tell_of_signals(void)
{
	struct bgproc_ipc_message message;
	struct bgproc_ipc_message told = {.type = BGPROC_IPC_OUTPUT, .bytes = "", .length = 0};
	enum bgproc_ipc_result result;
	int reports = 0;

	start_alarms(2000);
	while ((result = bgproc_ipc_channel_next(&channel, &message, true)) == BGPROC_IPC_INTERRUPTED) {
		if (alarms == 0 || (reports++ < 3 && bgproc_ipc_channel_send(&channel, &told) != BGPROC_IPC_OK)) {
			return 1;
		}
	}
	return result == BGPROC_IPC_OK && is_whole(&message) ? 0 : 2;
}

static void a_signal_reaches_a_worker_that_waits(void **state)
{
	for (int stream = 0; stream < 2; stream++) {
		char *bytes = make_bytes(1, LONG_LENGTH);
		struct bgproc_ipc_message message;
		const struct bgproc_ipc_message call = make_message(BGPROC_IPC_CALL, 1, bytes, LONG_LENGTH);

		start_worker(stream, tell_of_signals);
		for (int i = 0; i < 3; i++) {
			assert_int_equal(bgproc_ipc_channel_next(&channel, &message, true), BGPROC_IPC_OK);
			assert_int_equal(message.type, BGPROC_IPC_OUTPUT);
		}
		assert_int_equal(bgproc_ipc_channel_send(&channel, &call), BGPROC_IPC_OK);
		while (bgproc_ipc_channel_next(&channel, &message, true) == BGPROC_IPC_OK) {
		}
		end_worker(0);
		free(bytes);
	}
}

static int send_under_signals(void)
{
	start_alarms(300);
	for (uint64_t i = 1; i <= 20; i++) {
		char *bytes = make_bytes(i, LONG_LENGTH);
		const struct bgproc_ipc_message message = make_message(BGPROC_IPC_RETURN, i, bytes, LONG_LENGTH);

		if (bgproc_ipc_channel_send(&channel, &message) != BGPROC_IPC_OK) {
			return 1;
		}
		free(bytes);
	}
	return alarms > 0 ? 0 : 2;
}

static void signals_do_not_cut_what_is_sent(void **state)
{
	for (int stream = 0; stream < 2; stream++) {
		struct bgproc_ipc_message message;
		uint64_t next = 1;

		start_worker(stream, send_under_signals);
		while (bgproc_ipc_channel_next(&channel, &message, true) == BGPROC_IPC_OK) {
			answered(&next, &message);
		}
		assert_int_equal(next, 21);
		end_worker(0);
	}
}

static int flush_until_interrupted(void)
{
	char *bytes = make_bytes(1, 2 * LONG_LENGTH);
	const struct bgproc_ipc_message message = make_message(BGPROC_IPC_RETURN, 1, bytes, 2 * LONG_LENGTH);
	enum bgproc_ipc_result result;
	int interrupted = 0;

	bgproc_ipc_channel_queue(&channel, &message, NULL);
	start_alarms(2000);
	while ((result = bgproc_ipc_channel_flush(&channel, true)) == BGPROC_IPC_INTERRUPTED) {
		interrupted++;
	}
	free(bytes);
	return result == BGPROC_IPC_OK && interrupted > 0 ? 0 : 1;
}

static void a_flush_that_waits_can_be_interrupted(void **state)
{
	for (int stream = 0; stream < 2; stream++) {
		struct bgproc_ipc_message message;
		uint64_t next = 1;

		start_worker(stream, flush_until_interrupted);
		/* Long enough for signals to come, while nobody reads. */
		poll(NULL, 0, 100);
		assert_int_equal(bgproc_ipc_channel_next(&channel, &message, true), BGPROC_IPC_OK);
		answered(&next, &message);
		end_worker(0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_calls_than_the_socket_holds_are_answered),
		cmocka_unit_test(a_parent_may_wait_too),
		cmocka_unit_test(answers_before_a_death_are_not_lost),
		cmocka_unit_test(a_killed_sender_leaves_no_partial_message),
		cmocka_unit_test(a_signal_reaches_a_worker_that_waits),
		cmocka_unit_test(signals_do_not_cut_what_is_sent),
		cmocka_unit_test(a_flush_that_waits_can_be_interrupted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
