/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/report.h"

#include "src/core/json_text.h"
#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/socket/connect.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#define PATIENCE_MS 2000
/* Far below the limit of a datagram, even if each byte becomes an escape of six bytes. */
#define MESSAGE_MAX 4096

static void send_text(const struct bgproc_request *request, const struct bgproc_buf *text)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(PATIENCE_MS);
	int fd = bgproc_connect_datagram(request->notify);

	while (fd >= 0 && bgproc_socket_send(fd, text->data, text->length) < 0 &&
		(errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS)) {
		struct pollfd slot = {.fd = fd, .events = POLLOUT};

		if (bgproc_deadline_left(deadline) == 0 || (poll(&slot, 1, bgproc_deadline_poll(deadline)) < 0 && errno != EINTR)) {
			break;
		}
	}
	bgproc_fd_close(&fd);
}

void bgproc_report_accepted(const struct bgproc_request *request)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;

	bgproc_buf_printf(&text, "{\"accepted\":true,\"attempt\":%u}", (unsigned) request->attempt);
	if (bgproc_buf_ok(&text)) {
		send_text(request, &text);
	}
	bgproc_buf_free(&text);
}

void bgproc_report_error(const struct bgproc_request *request, const char *type, const char *message, size_t length)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;

	bgproc_buf_puts(&text, "{\"error\":{\"type\":");
	bgproc_json_string(&text, type, strlen(type));
	bgproc_buf_puts(&text, ",\"message\":");
	bgproc_json_string(&text, message, length < MESSAGE_MAX ? length : MESSAGE_MAX);
	bgproc_buf_printf(&text, "},\"attempt\":%u}", (unsigned) request->attempt);
	if (bgproc_buf_ok(&text)) {
		send_text(request, &text);
	}
	bgproc_buf_free(&text);
}
