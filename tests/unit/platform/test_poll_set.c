/* SPDX-License-Identifier: Apache-2.0 */

/* A set of descriptors: who is ready, and the alarm for somebody who waits for the descriptor of the set. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/file/descriptor.h"
#include "src/platform/poll_set.h"

#include <errno.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

/* How long a test waits for what must happen; a machine may be very busy. */
#define PATIENCE_MS 60000

static struct bgproc_poll_set *set;
static int ends[2], copy;

static int open_set(void **state)
{
	set = bgproc_poll_set_new();
	copy = set ? bgproc_poll_set_copy_fd(set) : -1;
	return copy >= 0 && pipe(ends) == 0 ? 0 : -1;
}

static int close_set(void **state)
{
	bgproc_poll_set_free(set);
	bgproc_fd_close(&copy);
	bgproc_fd_close(&ends[0]);
	bgproc_fd_close(&ends[1]);
	return 0;
}

/* The number that the next descriptor gets. There may be gaps above it, so the limit is only right without them. */
static int lowest_free(void)
{
	int fd = dup(0);

	assert_true(fd >= 0);
	close(fd);
	return fd;
}

/* Whether the descriptor of the set is readable within that time. */
static bool is_ready(int timeout_ms)
{
	struct pollfd slot = {.fd = bgproc_poll_set_fd(set), .events = POLLIN};

	return poll(&slot, 1, timeout_ms) == 1;
}

static int wait_once(struct bgproc_poll_event *event, int timeout_ms)
{
	return bgproc_poll_set_wait(set, event, 1, timeout_ms);
}

static void events_carry_their_key(void **state)
{
	struct bgproc_poll_event event;

	assert_int_equal(bgproc_poll_set_add(set, ends[0], UINT32_MAX), 0);
	assert_int_equal(wait_once(&event, 0), 0);
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_int_equal(wait_once(&event, PATIENCE_MS), 1);
	assert_true(event.key == UINT32_MAX && event.readable && !event.writable);
	bgproc_poll_set_remove(set, ends[0]);
	assert_int_equal(wait_once(&event, 0), 0);
}

static void a_descriptor_is_waited_for_to_be_writable_if_that_is_wanted(void **state)
{
	struct bgproc_poll_event event;

	assert_int_equal(bgproc_poll_set_add(set, ends[1], 7), 0);
	assert_int_equal(wait_once(&event, 0), 0);
	assert_int_equal(bgproc_poll_set_want_write(set, ends[1], 7, true), 0);
	assert_int_equal(wait_once(&event, PATIENCE_MS), 1);
	assert_true(event.key == 7 && !event.readable && event.writable);
	assert_int_equal(bgproc_poll_set_want_write(set, ends[1], 7, false), 0);
	assert_int_equal(wait_once(&event, 0), 0);
}

static void an_alarm_makes_the_set_ready_and_is_no_event(void **state)
{
	struct bgproc_poll_event event;

	assert_int_equal(bgproc_poll_set_add(set, ends[0], 0), 0);
	bgproc_poll_set_alarm(set, BGPROC_NEVER);
	assert_false(is_ready(0));
	bgproc_poll_set_alarm(set, bgproc_deadline_in(0));
	assert_true(is_ready(PATIENCE_MS));
	assert_int_equal(wait_once(&event, 0), 0);
	assert_false(is_ready(0));
	/* In the future, and together with an event. */
	bgproc_poll_set_alarm(set, bgproc_deadline_in(20));
	assert_true(is_ready(PATIENCE_MS));
	assert_int_equal(write(ends[1], "x", 1), 1);
	for (int i = 0; wait_once(&event, PATIENCE_MS) == 0; i++) {
		assert_true(i < 1);
	}
	assert_true(event.key == 0 && event.readable);
}

static void an_alarm_is_taken_back_or_put_off(void **state)
{
	bgproc_poll_set_alarm(set, bgproc_deadline_in(0));
	assert_true(is_ready(PATIENCE_MS));
	bgproc_poll_set_alarm(set, BGPROC_NEVER);
	assert_false(is_ready(20));
	bgproc_poll_set_alarm(set, bgproc_deadline_in(1));
	bgproc_poll_set_alarm(set, bgproc_deadline_in(3600000));
	assert_false(is_ready(20));
}

static void a_copy_of_the_descriptor_tells_the_same(void **state)
{
	int other = bgproc_poll_set_copy_fd(set);
	struct pollfd slot = {.fd = other, .events = POLLIN};

	assert_true(other >= 3);
	bgproc_poll_set_alarm(set, bgproc_deadline_in(0));
	assert_int_equal(poll(&slot, 1, PATIENCE_MS), 1);
	bgproc_fd_close(&other);
}

static void without_a_copy_there_is_no_alarm(void **state)
{
	bgproc_fd_close(&copy);
	bgproc_poll_set_free(set);
	set = bgproc_poll_set_new();
	assert_non_null(set);
	bgproc_poll_set_alarm(set, bgproc_deadline_in(0));
	assert_false(is_ready(20));
}

/* No descriptor is free for the alarm, or none for the copy: nothing is left, and later it works. */
static void a_copy_needs_descriptors(void **state)
{
	struct rlimit before, few;
	struct bgproc_poll_set *other = bgproc_poll_set_new();
	int one;

	assert_true(other && getrlimit(RLIMIT_NOFILE, &before) == 0);
	for (rlim_t free_ones = 0; free_ones < 2; free_ones++) {
		few = before;
		few.rlim_cur = (rlim_t) lowest_free() + free_ones;
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
		one = bgproc_poll_set_copy_fd(other);
		assert_true(one == -1 && errno == EMFILE);
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	}
	one = bgproc_poll_set_copy_fd(other);
	assert_true(one >= 3);
	bgproc_fd_close(&one);
	bgproc_poll_set_free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(events_carry_their_key, open_set, close_set),
		cmocka_unit_test_setup_teardown(a_descriptor_is_waited_for_to_be_writable_if_that_is_wanted, open_set, close_set),
		cmocka_unit_test_setup_teardown(an_alarm_makes_the_set_ready_and_is_no_event, open_set, close_set),
		cmocka_unit_test_setup_teardown(an_alarm_is_taken_back_or_put_off, open_set, close_set),
		cmocka_unit_test_setup_teardown(a_copy_of_the_descriptor_tells_the_same, open_set, close_set),
		cmocka_unit_test_setup_teardown(without_a_copy_there_is_no_alarm, open_set, close_set),
		cmocka_unit_test(a_copy_needs_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
