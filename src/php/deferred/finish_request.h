/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_FINISH_REQUEST_H
#define BGPROC_PHP_DEFERRED_FINISH_REQUEST_H

/*
 * Sends the response and releases the client before the script ends. The functions of the servers and of ext/session are
 * looked up by name in the function table, so this module links to none of them. These functions know nothing of tasks.
 */

#include "php.h"

/* What has been done for the client of this request. All fields are zero at the start of the request. */
struct bgproc_client {
	const char *function; /* the function that was called; NULL: none yet */
	bool released;        /* the client has received its response and does not wait any more */
	bool ended_before;    /* the script has called the server's function itself, or the client has closed the connection */
	bool keepalive;       /* FPM only: the web server keeps the connection, so its next request waits for the tasks */
	bool by_script;       /* the function is defined by the script, see bgproc.allow_user_finish */
	bool fallback_tried;  /* bgproc.fallback_close was applied */
	bool abort_ignored;   /* this module has turned ignore_user_abort on */
	bool abort_before;    /* its value before that */
	bool output_silenced;
};

/* The name of the function that releases the client here, or NULL. */
const char *bgproc_client_function(void);

/*
 * Saves and closes the session, because its lock would make the user's next request wait. False: a handler written in
 * PHP has thrown; the exception is pending.
 */
bool bgproc_client_close_session(void);

/*
 * Ends all output buffers, as the server's function would do. Their callbacks run here: an exception may be pending
 * afterwards, and it must be taken away before bgproc_client_release(). Does nothing when the server has no such function,
 * or has released the client.
 */
void bgproc_client_end_output(const struct bgproc_client *client);

/*
 * Calls the server's function once per request and silences the output after it. Returns whether the client has been
 * released. The callback of the headers runs here, and the callbacks of output buffers when the server has no function. So
 * an exception may be pending afterwards, whatever the result.
 */
bool bgproc_client_release(struct bgproc_client *client);

/* Whether the callback of an output buffer is running, or was running when a fatal error ended it. */
bool bgproc_client_in_callback(void);

/*
 * After a fatal error in the callback of an output buffer: drops that buffer and those inside it, so that output works
 * again. Must not be called from within such a callback.
 */
void bgproc_client_leave_callback(void);

/*
 * The script has failed: exit status 255 and, as long as headers can be sent, HTTP status 500, as PHP sets them for an
 * uncaught exception.
 */
void bgproc_client_fail(void);

/* A client that closes the connection must not end the script while tasks run. */
void bgproc_client_ignore_abort(struct bgproc_client *client);

/* After the tasks: undoes bgproc_client_ignore_abort() unless the client has been released by the server. */
void bgproc_client_settle(struct bgproc_client *client);

/* Called at the end of every request, so that no state is left for the next one. */
void bgproc_client_reset(struct bgproc_client *client);

#endif
