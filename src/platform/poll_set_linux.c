/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/poll_set.h"
#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>

#define EVENTS_MAX 64

struct bgproc_poll_set {
	int fd;
};

struct bgproc_poll_set *bgproc_poll_set_new(void)
{
	struct bgproc_poll_set *set = malloc(sizeof *set);

	if (!set) {
		errno = ENOMEM;
		return NULL;
	}
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
		bgproc_fd_close(&set->fd);
		free(set);
	}
}

static int control(struct bgproc_poll_set *set, int operation, int fd, uint32_t key, bool write)
{
	struct epoll_event event = {.events = EPOLLIN | (write ? EPOLLOUT : 0), .data = {.u32 = key}};

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
	int count = epoll_wait(set->fd, ready, max < EVENTS_MAX ? (int) max : EVENTS_MAX, timeout_ms);

	for (int i = 0; i < count; i++) {
		events[i].key = ready[i].data.u32;
		events[i].readable = ready[i].events & ~(uint32_t) EPOLLOUT;
		events[i].writable = ready[i].events & EPOLLOUT;
	}
	return count;
}

int bgproc_poll_set_fd(const struct bgproc_poll_set *set)
{
	return set->fd;
}

int bgproc_poll_set_copy_fd(const struct bgproc_poll_set *set)
{
	return fcntl(set->fd, F_DUPFD_CLOEXEC, 3);
}
