/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/response.h"
#include "src/request/fastcgi.h"
#include "src/request/http.h"
#include "src/request/request.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/process/self.h"

#include <signal.h>
#include <string.h>

/*
 * bgproc.request: makes one request for a job and holds the connection until the answer is complete. It is the command
 * of a job of the kinds http and fastcgi, started by the supervisor: the request is on descriptor 0
 * (src/protocol/request_spec.h), the environment has BGPROC_NOTIFY, BGPROC_JOB and BGPROC_ATTEMPT. The decoded body goes to
 * standard output as it arrives.
 *
 * Exit codes: 0 a complete answer 2xx; 1 the request failed, and the reason was reported to the supervisor; 100 wrong use. The
 * program itself only limits the time of connecting; the supervisor has all other timers. SIGTERM ends the program and so
 * closes the connection.
 */
#define EXIT_DONE 0
#define EXIT_FAILED 1
#define EXIT_USAGE 100

#define PROGRAM_NAME "bgproc.request"

static int refuse(const char *wrong)
{
	static const char prefix[] = PROGRAM_NAME ": ";

	/* A failure of this output cannot be reported. */
	if (bgproc_write_all(2, prefix, sizeof prefix - 1) == 0 && bgproc_write_all(2, wrong, strlen(wrong)) == 0) {
		(void) !bgproc_write_all(2, "\n", 1);
	}
	return EXIT_USAGE;
}

static int make(struct bgproc_request *request)
{
	struct bgproc_response response;

	bgproc_response_init(&response, request);
	if (request->fastcgi) {
		bgproc_fastcgi_exchange(request, &response);
	} else {
		bgproc_http_exchange(request, &response);
	}
	return bgproc_response_judge(&response) ? EXIT_DONE : EXIT_FAILED;
}

int main(int argc, char **argv)
{
	struct bgproc_request request;
	const char *wrong = NULL;
	int status;

	(void) argv;
	/* The program may have been started as /proc/self/fd/N. */
	bgproc_self_set_name(PROGRAM_NAME);
	signal(SIGPIPE, SIG_IGN);
	if (argc > 1) {
		return refuse("takes no arguments; only the supervisor of a job starts this program");
	}
	status = bgproc_request_read(&request, &wrong) ? make(&request) : refuse(wrong);
	bgproc_request_free(&request);
	return status;
}
