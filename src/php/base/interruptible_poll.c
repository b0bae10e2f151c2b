/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/interruptible_poll.h"
#include "src/php/base/exceptions.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <time.h>

bool bgproc_serve_interrupt(void)
{
	if (!zend_atomic_bool_load(&EG(vm_interrupt))) {
		return false;
	}
	zend_atomic_bool_store(&EG(vm_interrupt), false);
	if (zend_atomic_bool_load(&EG(timed_out))) {
		zend_timeout();
	} else if (zend_interrupt_function) {
		zend_interrupt_function(EG(current_execute_data));
	}
	return true;
}

/* poll() that cannot miss a signal which arrives after the check of vm_interrupt and before the sleep. */
static int poll_unblocked(struct pollfd *ready, size_t count, struct bgproc_deadline deadline, const sigset_t *mask)
{
#if defined(__APPLE__)
	int timeout = bgproc_deadline_poll(deadline);

	/* macOS has no ppoll(), so a signal may be missed: wake up once a second. */
	sigprocmask(SIG_SETMASK, mask, NULL);
	return poll(ready, (nfds_t) count, timeout < 0 || timeout > 1000 ? 1000 : timeout);
#else
	int64_t left = bgproc_deadline_left(deadline);
	struct timespec time = {.tv_sec = (time_t) (left / 1000), .tv_nsec = (long) (left % 1000) * 1000000};

	return ppoll(ready, (nfds_t) count, left == INT64_MAX ? NULL : &time, mask);
#endif
}

int bgproc_interruptible_poll_many(struct pollfd *ready, size_t count, struct bgproc_deadline deadline)
{
	sigset_t all, old;
	int result = 0, problem;

	sigfillset(&all);
	for (;;) {
		if (bgproc_serve_interrupt()) {
			return EG(exception) ? -1 : BGPROC_POLL_INTERRUPTED;
		}
		sigprocmask(SIG_BLOCK, &all, &old);
		if (zend_atomic_bool_load(&EG(vm_interrupt))) {
			sigprocmask(SIG_SETMASK, &old, NULL);
			continue;
		}
		result = poll_unblocked(ready, count, deadline, &old);
		problem = errno;
		sigprocmask(SIG_SETMASK, &old, NULL);
		if (result > 0) {
			return 1;
		}
		if (result < 0 && (problem == ENOMEM || problem == EAGAIN)) {
			/* A temporary shortage, so try again. An exception would report a failed start although the command runs. */
			nanosleep(&(struct timespec) {.tv_nsec = 10000000}, NULL);
		} else if (result < 0 && problem != EINTR) {
			bgproc_throw_status(BGPROC_ERR_INTERNAL, problem, "Cannot wait for %zu descriptors", count);
			return -1;
		}
		if (bgproc_deadline_left(deadline) == 0) {
			return 0;
		}
	}
}

int bgproc_interruptible_poll(int fd, struct bgproc_deadline deadline)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};

	return bgproc_interruptible_poll_many(&ready, 1, deadline);
}
