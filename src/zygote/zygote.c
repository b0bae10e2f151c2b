/* SPDX-License-Identifier: Apache-2.0 */
#include "src/zygote/zygote.h"

#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/process/die_with.h"
#include "src/platform/signal/sigsource.h"
#include "src/zygote/children.h"
#include "src/zygote/control.h"

#include <limits.h>
#include <poll.h>

#define NS_PER_MS 1000000

/* After so many orders the timeouts are looked at again: a fork takes long. */
#define ORDERS_AT_ONCE 8

static int64_t now(void)
{
	return (int64_t) bgproc_stopwatch_ns();
}

/* The time left as poll() wants it. It is rounded up, so that the time has come when poll() returns. */
static int poll_timeout(int64_t next_ns)
{
	int64_t left_ns;

	if (next_ns == INT64_MAX) {
		return -1;
	}
	left_ns = next_ns - now();
	if (left_ns <= 0) {
		return 0;
	}
	return left_ns > (int64_t) INT_MAX * NS_PER_MS - NS_PER_MS ? INT_MAX : (int) ((left_ns + NS_PER_MS - 1) / NS_PER_MS);
}

static void serve_orders(struct bgproc_children *children)
{
	for (int i = 0; i < ORDERS_AT_ONCE && !children->gone; i++) {
		struct bgproc_order order;
		int passed;

		switch (bgproc_control_next_order(&children->control, &order, &passed)) {
			case BGPROC_CONTROL_GONE:
				children->gone = true;
				return;
			case BGPROC_CONTROL_EMPTY:
				return;
			case BGPROC_CONTROL_OK:
				break;
		}
		if (order.verb == BGPROC_ORDER_SPAWN) {
			bgproc_children_spawn(children, &order, passed, now());
			continue;
		}
		bgproc_fd_close(&passed);
		if (order.verb == BGPROC_ORDER_SIGNAL) {
			bgproc_children_signal(children, &order);
		}
	}
}

/* One wait and everything that it has brought. *next_ns is until when to wait, and then until when to wait next. */
static void turn(struct bgproc_children *children, int64_t *next_ns)
{
	struct pollfd slots[2] = {{.fd = children->control.fd, .events = POLLIN}, {.fd = children->signal_fd, .events = POLLIN}};
	struct bgproc_signal signals[8];
	int ready;

	if (bgproc_control_has_waiting(&children->control)) {
		slots[0].events |= POLLOUT;
	}
	ready = poll(slots, 2, poll_timeout(*next_ns));
	if (ready < 0) {
		/* EINTR, or a passing shortage of memory. */
		slots[0].revents = slots[1].revents = 0;
	}
	/* What the parent has ordered just before its end does not matter any more. */
	if (slots[0].revents & (POLLHUP | POLLERR | POLLNVAL)) {
		children->gone = true;
		return;
	}
	if (slots[1].revents) {
		/* Emptied before the workers are looked at: one that ends later wakes the next poll(). */
		while (bgproc_sigsource_read(children->signal_fd, signals, 8) > 0) {
		}
		bgproc_children_reap(children);
	}
	if ((slots[0].revents & POLLOUT) && !bgproc_control_flush(&children->control)) {
		children->gone = true;
	}
	if (slots[0].revents & POLLIN) {
		serve_orders(children);
	}
	*next_ns = INT64_MAX;
	bgproc_children_spawn_delayed(children, now(), next_ns);
	bgproc_children_enforce(children, now(), next_ns);
}

void bgproc_zygote_run(const struct bgproc_zygote *zygote)
{
	struct bgproc_children children;
	int64_t next_ns = INT64_MAX;

	if (bgproc_children_open(&children, zygote) && bgproc_die_with(zygote->parent)) {
		while (!children.gone) {
			turn(&children, &next_ns);
		}
	}
	bgproc_children_close(&children);
}
