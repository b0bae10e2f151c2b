/* SPDX-License-Identifier: Apache-2.0 */

/* The kernel's timer of the wall clock. The tests do not set the clock, because it is that of the whole machine. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/wall_timer.h"
#include "tests/unit/refuse_call.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_readable(int fd, int ms)
{
	struct pollfd slot = {.fd = fd, .events = POLLIN};

	return poll(&slot, 1, ms) == 1;
}

static int open_or_skip(uint64_t at_us)
{
	int fd = bgproc_wall_timer_open(at_us);

	if (fd < 0 && errno == ENOSYS) {
		skip();
	}
	assert_true(fd > 2);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	return fd;
}

static void readable_when_it_is_time(void **state)
{
	uint64_t at = bgproc_wall_us() + 200000;
	int fd = open_or_skip(at);

	(void) state;
	assert_true(is_readable(fd, 20000));
	assert_true(bgproc_wall_us() >= at);
	/* Another time: not readable any more. */
	assert_int_equal(bgproc_wall_timer_set(fd, bgproc_wall_us() + UINT64_C(3600000000)), 0);
	assert_false(is_readable(fd, 0));
	bgproc_fd_close(&fd);
}

static void a_time_of_the_past_is_readable_at_once(void **state)
{
	(void) state;
	for (uint64_t at = 0; at < 3; at++) {
		int fd = open_or_skip(at);

		assert_true(is_readable(fd, 20000));
		bgproc_fd_close(&fd);
	}
}

static void a_kernel_without_timers(void **state)
{
	int status;
	pid_t pid = fork();

	(void) state;
	if (pid == 0) {
		if (!refuse_call(SYS_timerfd_create, EPERM)) {
			_exit(2);
		}
		_exit(bgproc_wall_timer_open(1) == -1 ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readable_when_it_is_time),
		cmocka_unit_test(a_time_of_the_past_is_readable_at_once),
		cmocka_unit_test(a_kernel_without_timers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
