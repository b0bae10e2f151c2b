/* SPDX-License-Identifier: Apache-2.0 */
#include "src/zygote/control.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/socket/pass.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

/* How long to wait for memory of the system, which poll() does not tell about. */
#define SHORTAGE_MS 5

void bgproc_control_open(struct bgproc_control_end *control, int fd)
{
	memset(control, 0, sizeof *control);
	control->fd = fd;
	control->passed = -1;
}

void bgproc_control_close(struct bgproc_control_end *control)
{
	bgproc_fd_close(&control->fd);
	bgproc_fd_close(&control->passed);
	bgproc_ipc_byte_queue_free(&control->reports);
	control->arrived = 0;
}

/* ---- sending ---- */

/* ETOOMANYREFS: too many descriptors are on their way; the other side is about to receive them. */
static bool is_shortage(int sys_errno)
{
	return sys_errno == ENOBUFS || sys_errno == ENOMEM || sys_errno == ETOOMANYREFS;
}

/* Sends all bytes, however long it takes; over a stream in several pieces. False with errno. */
static bool send_all(int fd, const void *bytes, size_t length, int passed)
{
	const char *next = bytes;

	while (length > 0) {
		ssize_t sent = bgproc_pass_send(fd, next, length, passed, true);

		if (sent > 0) {
			next += sent;
			length -= (size_t) sent;
			passed = -1;
		} else if (sent < 0 && is_shortage(errno)) {
			poll(NULL, 0, SHORTAGE_MS);
		} else if (sent < 0 && errno != EINTR) {
			return false;
		}
	}
	return true;
}

bool bgproc_control_order(struct bgproc_control_end *control, const struct bgproc_order *order, int passed)
{
	return send_all(control->fd, order, sizeof *order, passed);
}

/* The bytes of the first report that waits: less than a report if a part was sent. */
static size_t first_length(const struct bgproc_control_end *control)
{
	size_t part = (control->reports.end - control->reports.start) % sizeof(struct bgproc_worker_report);

	return part ? part : sizeof(struct bgproc_worker_report);
}

bool bgproc_control_has_waiting(const struct bgproc_control_end *control)
{
	return control->reports.end > control->reports.start;
}

bool bgproc_control_flush(struct bgproc_control_end *control)
{
	while (bgproc_control_has_waiting(control)) {
		ssize_t sent = bgproc_pass_send(
			control->fd, bgproc_ipc_byte_queue_first(&control->reports), first_length(control), -1, false);

		if (sent < 0) {
			return errno == EAGAIN || errno == EWOULDBLOCK || is_shortage(errno);
		}
		bgproc_ipc_byte_queue_drop(&control->reports, (size_t) sent);
	}
	return true;
}

/* The reports that wait, and then that one, without memory for a queue. */
static bool send_now(struct bgproc_control_end *control, const struct bgproc_worker_report *report)
{
	while (bgproc_control_has_waiting(control)) {
		size_t length = first_length(control);

		if (!send_all(control->fd, bgproc_ipc_byte_queue_first(&control->reports), length, -1)) {
			return false;
		}
		bgproc_ipc_byte_queue_drop(&control->reports, length);
	}
	return send_all(control->fd, report, sizeof *report, -1);
}

bool bgproc_control_report(struct bgproc_control_end *control, const struct bgproc_worker_report *report)
{
	char *room = bgproc_ipc_byte_queue_room(&control->reports, sizeof *report);

	if (!room) {
		return send_now(control, report);
	}
	memcpy(room, report, sizeof *report);
	bgproc_ipc_byte_queue_added(&control->reports, sizeof *report);
	return bgproc_control_flush(control);
}

/* ---- receiving ---- */

/* What a failed call to receive means. */
static enum bgproc_control_result judge(struct bgproc_control_end *control, int sys_errno)
{
	if (sys_errno == EAGAIN || sys_errno == EWOULDBLOCK || is_shortage(sys_errno)) {
		return BGPROC_CONTROL_EMPTY;
	}
	/* The system tells this once, and before the packets that have arrived: they can still be read. */
	if (sys_errno == ECONNRESET && !control->was_reset) {
		control->was_reset = true;
		return BGPROC_CONTROL_OK;
	}
	return BGPROC_CONTROL_GONE;
}

/* Continues to receive a message of that size into control->arriving. OK: it is complete. */
static enum bgproc_control_result arrive(struct bgproc_control_end *control, size_t size)
{
	while (control->arrived < size) {
		/* No more than the rest, so that a descriptor that comes now belongs to this message. */
		char *room = (char *) &control->arriving + control->arrived;
		int passed;
		ssize_t length = bgproc_pass_receive(control->fd, room, size - control->arrived, &passed, false);

		if (length == 0) {
			return BGPROC_CONTROL_GONE;
		}
		if (length < 0) {
			enum bgproc_control_result result = judge(control, errno);

			if (result != BGPROC_CONTROL_OK) {
				return result;
			}
			continue;
		}
		control->arrived += (size_t) length;
		if (control->passed < 0) {
			control->passed = passed;
		} else {
			bgproc_fd_close(&passed);
		}
	}
	control->arrived = 0;
	return BGPROC_CONTROL_OK;
}

enum bgproc_control_result bgproc_control_next_report(struct bgproc_control_end *control, struct bgproc_worker_report *report)
{
	enum bgproc_control_result result = arrive(control, sizeof *report);

	if (result == BGPROC_CONTROL_OK) {
		*report = control->arriving.report;
		bgproc_fd_close(&control->passed);
	}
	return result;
}

enum bgproc_control_result bgproc_control_next_order(struct bgproc_control_end *control, struct bgproc_order *order, int *passed)
{
	enum bgproc_control_result result = arrive(control, sizeof *order);

	*passed = -1;
	if (result == BGPROC_CONTROL_OK) {
		*order = control->arriving.order;
		*passed = control->passed;
		control->passed = -1;
	}
	return result;
}
