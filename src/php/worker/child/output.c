/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/child/output.h"

#include "SAPI.h"
#include "php.h"
#include "php_output.h"

#include "src/core/buf.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/process/pid.h"

/* A longer line is sent in parts. */
#define LINE_MAX_BYTES (1024u * 1024)

static struct bgproc_ipc_channel *parent;
static struct bgproc_buf line; /* the beginning of a line */
static pid_t process;          /* whose output it is */

static void send_output(const char *bytes, size_t length)
{
	struct bgproc_ipc_message message = {
		.type = BGPROC_IPC_OUTPUT, .call_id = (uint64_t) process, .bytes = bytes, .length = length};

	/* If the parent is gone, so is the reader. */
	bgproc_ipc_channel_send(parent, &message);
}

static void send_line(void)
{
	if (bgproc_buf_ok(&line) && line.length > 0) {
		send_output(line.data, line.length);
	}
	line.length = 0;
	line.failed = false;
}

/* In place of the function of the SAPI: sends whole lines at once, so that they are not lost if the worker is killed. */
static size_t write_output(const char *bytes, size_t length)
{
	const char *end;
	size_t whole;

	if (bgproc_pid() != process) {
		/* A process that the script has forked here is not a worker. */
		return bgproc_write_all(STDOUT_FILENO, bytes, length) == 0 ? length : 0;
	}
	end = zend_memrchr(bytes, '\n', length);
	whole = end ? (size_t) (end - bytes) + 1 : 0;
	if (whole > 0 && line.length == 0) {
		send_output(bytes, whole);
	} else if (whole > 0) {
		bgproc_buf_append(&line, bytes, whole);
		send_line();
	}
	bgproc_buf_append(&line, bytes + whole, length - whole);
	if (line.length > LINE_MAX_BYTES) {
		send_line();
	}
	return length;
}

void bgproc_child_output_begin(struct bgproc_ipc_channel *channel)
{
	/* A worker that forks has perhaps printed the beginning of a line. */
	line.length = 0;
	process = bgproc_pid();
	parent = channel;
	sapi_module.ub_write = write_output;
	sapi_module.flush = NULL;
}

void bgproc_child_output_send(void)
{
	if (line.length > 0) {
		bgproc_buf_append(&line, "\n", 1);
		send_line();
	}
}

void bgproc_child_output_end_call(void)
{
	if (php_output_get_level() > 0) {
		php_output_end_all();
	}
	bgproc_child_output_send();
}
