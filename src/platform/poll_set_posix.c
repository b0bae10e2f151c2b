/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/poll_set.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

struct bgproc_poll_set {
	struct pollfd *fds;
	uint32_t *keys;
	unsigned count, room;
	unsigned next; /* where the next wait begins to collect events, so that none is passed over for ever */
};

struct bgproc_poll_set *bgproc_poll_set_new(void)
{
	struct bgproc_poll_set *set = calloc(1, sizeof *set);

	if (!set) {
		errno = ENOMEM;
	}
	return set;
}

void bgproc_poll_set_free(struct bgproc_poll_set *set)
{
	if (set) {
		free(set->fds);
		free(set->keys);
		free(set);
	}
}

static bool grow(struct bgproc_poll_set *set)
{
	unsigned room = set->room ? 2 * set->room : 16;
	struct pollfd *fds = realloc(set->fds, room * sizeof *fds);
	uint32_t *keys;

	if (!fds) {
		return false;
	}
	set->fds = fds;
	keys = realloc(set->keys, room * sizeof *keys);
	if (!keys) {
		return false;
	}
	set->keys = keys;
	set->room = room;
	return true;
}

static struct pollfd *find(struct bgproc_poll_set *set, int fd)
{
	for (unsigned i = 0; i < set->count; i++) {
		if (set->fds[i].fd == fd) {
			return &set->fds[i];
		}
	}
	return NULL;
}

int bgproc_poll_set_add(struct bgproc_poll_set *set, int fd, uint32_t key)
{
	if (set->count == set->room && !grow(set)) {
		errno = ENOMEM;
		return -1;
	}
	set->fds[set->count] = (struct pollfd) {.fd = fd, .events = POLLIN};
	set->keys[set->count++] = key;
	return 0;
}

int bgproc_poll_set_want_write(struct bgproc_poll_set *set, int fd, uint32_t key, bool want)
{
	struct pollfd *entry = find(set, fd);

	(void) key;
	if (!entry) {
		errno = ENOENT;
		return -1;
	}
	entry->events = (short) (POLLIN | (want ? POLLOUT : 0));
	return 0;
}

void bgproc_poll_set_remove(struct bgproc_poll_set *set, int fd)
{
	struct pollfd *entry = find(set, fd);

	if (entry) {
		set->count--;
		set->keys[entry - set->fds] = set->keys[set->count];
		*entry = set->fds[set->count];
	}
}

int bgproc_poll_set_wait(struct bgproc_poll_set *set, struct bgproc_poll_event *events, unsigned max, int timeout_ms)
{
	int count = 0;

	if (poll(set->fds, set->count, timeout_ms) < 0) {
		return -1;
	}
	for (unsigned i = 0; i < set->count && (unsigned) count < max; i++) {
		unsigned at = (set->next + i) % set->count;
		short ready = set->fds[at].revents;

		if (ready) {
			events[count++] = (struct bgproc_poll_event) {
				.key = set->keys[at], .readable = ready & ~POLLOUT, .writable = ready & POLLOUT};
		}
	}
	set->next = set->count > 0 ? (set->next + 1) % set->count : 0;
	return count;
}

int bgproc_poll_set_fd(const struct bgproc_poll_set *set)
{
	(void) set;
	return -1;
}

int bgproc_poll_set_copy_fd(struct bgproc_poll_set *set)
{
	(void) set;
	errno = ENOTSUP;
	return -1;
}

void bgproc_poll_set_alarm(struct bgproc_poll_set *set, struct bgproc_deadline at)
{
	(void) set;
	(void) at;
}
