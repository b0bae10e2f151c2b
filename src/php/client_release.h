/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_CLIENT_RELEASE_H
#define BGPROC_PHP_CLIENT_RELEASE_H

/*
 * Sending the response and letting the client go before the script ends. It knows the functions of the servers by their
 * names in the function table only: nothing of a server or of ext/session is linked. It knows nothing of tasks.
 */

#include "php.h"

/* What has been done with the client of this request. Zeroed at its start. */
struct bgproc_client {
	const char *function; /* the function that was called; NULL: none yet */
	bool released;        /* nobody waits for us any more */
	bool ended_before;    /* somebody else had called the function, or the client went away by itself */
	bool keepalive;       /* FPM only: the web server keeps the connection, so its next request waits for our tasks */
	bool by_script;       /* the function is one of the script's own, see bgproc.allow_user_finish */
	bool fallback_tried;  /* bgproc.fallback_close */
	bool abort_ignored;   /* ignore_user_abort was turned on by us … */
	bool abort_before;    /* … and this was its value */
	bool output_silenced;
};

/* The name of the function that releases the client here, or NULL. */
const char *bgproc_client_function(void);

/*
 * Saves and closes the session, whose lock would keep the user's next request waiting. Handlers written in PHP may throw:
 * then the result is false and the exception is pending.
 */
bool bgproc_client_close_session(void);

/*
 * Calls the server's function once per request and silences the output after it. Returns whether the client has been
 * released. Callbacks of output buffers run here: an exception may be pending afterwards, whatever the result.
 */
bool bgproc_client_release(struct bgproc_client *client);

/* A client that goes away must not end the script while tasks run. */
void bgproc_client_ignore_abort(struct bgproc_client *client);

/* After the tasks: undoes bgproc_client_ignore_abort() unless the client has been released by the server. */
void bgproc_client_settle(struct bgproc_client *client);

/* At the end of the request, always: nothing of it may be left for the next one. */
void bgproc_client_reset(struct bgproc_client *client);

#endif
