/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_REQUEST_ALONE_H
#define BGPROC_TESTS_REQUEST_ALONE_H

/*
 * Runs the built program bgproc.request without supervisor and PHP: with a spec on descriptor 0, a notify socket, and files for
 * its output. The test itself is the server, with its own sockets. The program is $BGPROC_TEST_REQUEST, or
 * modules/bgproc.request. A test program is one file: it includes request_alone.c.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/core/buf.h"
#include "src/protocol/request_spec.h"

#include <stdbool.h>
#include <sys/types.h>

/* Limit of each wait. Only a defect takes longer. */
#define REQUEST_PATIENCE_MS 40000
#define REQUEST_MESSAGES_MAX 8
/* More connections than fit into the queue of any listener of the tests. */
#define REQUEST_CROWD 16

struct request_run {
	char directory[64], notify_path[96], socket_path[96];
	char address[128]; /* of the server, in the form of a spec */
	int notify_fd, listen_fd, spec_fd, out_fd, err_fd;
	const char *attempt, *job, *notify; /* NULL: not in the environment */
	const char *libraries_dir;          /* LD_LIBRARY_PATH, or NULL */
	bool proxy;                         /* the environment names a proxy that does not exist */
	struct bgproc_buf spec;
	pid_t pid;
	int status; /* as waitpid() gives it */
	char *out, *err;
	size_t out_length;
	char *messages[REQUEST_MESSAGES_MAX];
	size_t message_count;
	int crowd[REQUEST_CROWD]; /* connections that are not accepted */
	size_t crowd_count;
};

int64_t request_now_ms(void);
void request_pause_ms(int ms);

/* For main(): $BGPROC_TEST_ONLY is one test, or a pattern of names. */
void request_choose_tests(void);

void request_init(struct request_run *run);
/* Makes a listening socket; backlog as for listen(). Sets address. */
void request_listen_unix(struct request_run *run, int backlog);
void request_listen_tcp(struct request_run *run, int backlog);
/* Makes a listening socket that takes no more connections: its queue is full and stays full. */
void request_listen_full_tcp(struct request_run *run);
void request_field(struct request_run *run, enum bgproc_spec_field field, const char *text);
void request_start(struct request_run *run);
/* Waits for the end. Returns the exit code, or 1000 + the number of the signal. */
int request_wait(struct request_run *run);
/* Waits for the end, collects output and messages. Returns the exit code, or 1000 + the number of the signal. */
int request_finish(struct request_run *run);
/* Starts the program and checks that it ends with 1 after a time within these bounds. */
void request_fail_within(struct request_run *run, int from_ms, int to_ms);
void request_done(struct request_run *run);

/* ---- the server ---- */

int request_accept(struct request_run *run);
/* Appends received bytes to the buffer. False at the end of the stream, when nothing more arrives. */
bool request_read(int fd, struct bgproc_buf *into);
/* Writes all; false when the other side is gone. */
bool request_write(int fd, const void *bytes, size_t length);
/* Waits until the program has printed this. */
void request_await_output(struct request_run *run, const char *text);
/* Waits until a message has arrived. It is kept for request_finish(). */
void request_await_message(struct request_run *run);
/* Checks that no message has arrived. */
void request_expect_no_message(struct request_run *run);

#endif
