/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/poll_set.h"
#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#define EVENTS_MAX 64

/* The key of the alarm: those of the caller have 32 bits. */
#define ALARM UINT64_MAX

struct bgproc_poll_set {
	int fd;
	int alarm; /* -1: there was no copy */
	bool armed;
};

struct bgproc_poll_set *bgproc_poll_set_new(void)
{
	struct bgproc_poll_set *set = malloc(sizeof *set);

	if (!set) {
		errno = ENOMEM;
		return NULL;
	}
	set->alarm = -1;
	set->armed = false;
	set->fd = bgproc_fd_above_stdio(epoll_create1(EPOLL_CLOEXEC));
	if (set->fd < 0) {
		free(set);
		return NULL;
	}
	return set;
}

void bgproc_poll_set_free(struct bgproc_poll_set *set)
{
	if (set) {
		bgproc_fd_close(&set->alarm);
		bgproc_fd_close(&set->fd);
		free(set);
	}
}

/* NEVER disarms it; with that a timer that has expired is not readable any more. */
static void set_alarm(struct bgproc_poll_set *set, struct bgproc_deadline at)
{
	struct itimerspec time = {0};
	int64_t left;

	set->armed = at.ms != BGPROC_NEVER.ms;
	if (set->armed) {
		left = bgproc_deadline_left(at);
		time.it_value = (struct timespec) {(time_t) (left / 1000), (long) (left % 1000) * 1000000};
		/* Zero would disarm it. */
		time.it_value.tv_nsec += left == 0;
	}
	/* It cannot fail: the descriptor is a timer, and the time is in its range. */
	timerfd_settime(set->alarm, 0, &time, NULL);
}

static int control(struct bgproc_poll_set *set, int operation, int fd, uint32_t key, bool write)
{
	struct epoll_event event = {.events = EPOLLIN | (write ? EPOLLOUT : 0), .data = {.u64 = key}};

	return epoll_ctl(set->fd, operation, fd, &event);
}

int bgproc_poll_set_add(struct bgproc_poll_set *set, int fd, uint32_t key)
{
	return control(set, EPOLL_CTL_ADD, fd, key, false);
}

int bgproc_poll_set_want_write(struct bgproc_poll_set *set, int fd, uint32_t key, bool want)
{
	return control(set, EPOLL_CTL_MOD, fd, key, want);
}

void bgproc_poll_set_remove(struct bgproc_poll_set *set, int fd)
{
	control(set, EPOLL_CTL_DEL, fd, 0, false);
}

int bgproc_poll_set_wait(struct bgproc_poll_set *set, struct bgproc_poll_event *events, unsigned max, int timeout_ms)
{
	struct epoll_event ready[EVENTS_MAX];
	int count = epoll_wait(set->fd, ready, max < EVENTS_MAX ? (int) max : EVENTS_MAX, timeout_ms), given = 0;

	for (int i = 0; i < count; i++) {
		if (ready[i].data.u64 == ALARM) {
			set_alarm(set, BGPROC_NEVER);
			continue;
		}
		events[given++] = (struct bgproc_poll_event) {
			.key = (uint32_t) ready[i].data.u64,
			.readable = ready[i].events & ~(uint32_t) EPOLLOUT,
			.writable = ready[i].events & EPOLLOUT,
		};
	}
	return count < 0 ? -1 : given;
}

int bgproc_poll_set_fd(const struct bgproc_poll_set *set)
{
	return set->fd;
}

/* Here, because later nothing could be done about a failure. */
static bool open_alarm(struct bgproc_poll_set *set)
{
	struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = ALARM}};

	if (set->alarm >= 0) {
		return true;
	}
	set->alarm = bgproc_fd_above_stdio(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
	if (set->alarm >= 0 && epoll_ctl(set->fd, EPOLL_CTL_ADD, set->alarm, &event) != 0) {
		bgproc_fd_close(&set->alarm);
	}
	return set->alarm >= 0;
}

int bgproc_poll_set_copy_fd(struct bgproc_poll_set *set)
{
	return open_alarm(set) ? fcntl(set->fd, F_DUPFD_CLOEXEC, 3) : -1;
}

void bgproc_poll_set_alarm(struct bgproc_poll_set *set, struct bgproc_deadline at)
{
	if (set->alarm >= 0 && (set->armed || at.ms != BGPROC_NEVER.ms)) {
		set_alarm(set, at);
	}
}
