/* SPDX-License-Identifier: Apache-2.0 */

/* Waiting for a time of the wall clock while the clock is set: the alarm is never early, and not late. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/wall_timer.h"
#include "src/supervisor/alarm.h"

#include <fcntl.h>
#include <unistd.h>

#define S INT64_C(1000000)
#define BEGIN (UINT64_C(1800000000) * S)

/* ---- doubles of src/platform/clock.h: two clocks that the test sets; and of the timer ---- */

static uint64_t wall_us;
static int64_t monotonic_ms;
static bool has_timer;
static uint64_t timer_us;
static int timers_set;

uint64_t bgproc_wall_us(void)
{
	return wall_us;
}

struct bgproc_deadline bgproc_deadline_in(int64_t ms)
{
	return (struct bgproc_deadline) {monotonic_ms + ms};
}

int64_t bgproc_deadline_left(struct bgproc_deadline deadline)
{
	return deadline.ms == INT64_MAX ? INT64_MAX : deadline.ms > monotonic_ms ? deadline.ms - monotonic_ms
																			 : 0;
}

int bgproc_deadline_poll(struct bgproc_deadline deadline)
{
	return (int) bgproc_deadline_left(deadline);
}

int bgproc_wall_timer_open(uint64_t at_us)
{
	timer_us = at_us;
	return has_timer ? open("/dev/null", O_RDONLY | O_CLOEXEC) : -1;
}

int bgproc_wall_timer_set(int fd, uint64_t at_us)
{
	assert_true(fd >= 0);
	timer_us = at_us;
	timers_set++;
	return 0;
}

/* Both clocks go on. */
static void pass(int64_t ms)
{
	monotonic_ms += ms;
	wall_us += (uint64_t) ms * 1000;
}

static void begin(bool timer)
{
	wall_us = BEGIN;
	monotonic_ms = 5000;
	has_timer = timer;
	timers_set = 0;
}

/* ---- with a timer ---- */

static void the_timer_is_what_it_waits_for(void **state)
{
	struct bgproc_alarm alarm = BGPROC_ALARM_INIT;
	struct pollfd slot;

	(void) state;
	begin(true);
	assert_false(bgproc_alarm_poll(&alarm, &slot));
	bgproc_alarm_set(&alarm, BEGIN + 3600 * S);
	assert_false(bgproc_alarm_due(&alarm));
	assert_true(bgproc_alarm_poll(&alarm, &slot));
	assert_int_equal(slot.fd, alarm.fd);
	assert_int_equal(timer_us, BEGIN + 3600 * S);
	/* It does not wake up for anything else. */
	assert_int_equal(bgproc_deadline_left(alarm.look), INT64_MAX);
	/* A suspended machine: hours, of which the monotonic clock knows nothing. */
	wall_us += 3600 * S;
	assert_true(bgproc_alarm_due(&alarm));
	assert_int_equal(alarm.fd, -1);
	assert_int_equal(alarm.at_us, 0);
	assert_false(bgproc_alarm_poll(&alarm, &slot));
}

static void set_back_after_it_rang(void **state)
{
	struct bgproc_alarm alarm = BGPROC_ALARM_INIT;
	int before;

	(void) state;
	begin(true);
	bgproc_alarm_set(&alarm, BEGIN + 10 * S);
	assert_false(bgproc_alarm_due(&alarm));
	pass(10000);
	wall_us -= 3600 * S;
	before = timers_set;
	assert_false(bgproc_alarm_due(&alarm));
	assert_int_equal(timers_set, before + 1);
	assert_int_equal(timer_us, BEGIN + 10 * S);
	pass(3600 * 1000);
	assert_true(bgproc_alarm_due(&alarm));
}

static void a_time_that_has_passed_is_due_at_once(void **state)
{
	(void) state;
	for (int timer = 0; timer < 2; timer++) {
		struct bgproc_alarm alarm = BGPROC_ALARM_INIT;

		begin(timer);
		bgproc_alarm_set(&alarm, BEGIN);
		assert_int_equal(bgproc_deadline_left(alarm.look), 0);
		assert_true(bgproc_alarm_due(&alarm));
		bgproc_alarm_set(&alarm, 1);
		assert_true(bgproc_alarm_due(&alarm));
	}
}

/* ---- without one ---- */

/* What poll() does: sleeps until the next look; returns how often it looked. */
static int sleep_until_due(struct bgproc_alarm *alarm, int64_t step_us_after_first)
{
	int looks = 0;

	while (!bgproc_alarm_due(alarm)) {
		assert_true(bgproc_deadline_left(alarm->look) > 0);
		assert_true(bgproc_deadline_left(alarm->look) <= 10000);
		pass(bgproc_deadline_left(alarm->look));
		if (looks++ == 0) {
			wall_us += (uint64_t) step_us_after_first;
		}
		assert_true(looks < 100000);
	}
	return looks;
}

static void without_a_timer_the_clock_is_looked_at(void **state)
{
	struct bgproc_alarm alarm = BGPROC_ALARM_INIT;
	struct pollfd slot;

	(void) state;
	begin(false);
	bgproc_alarm_set(&alarm, BEGIN + 3600 * S);
	assert_false(bgproc_alarm_poll(&alarm, &slot));
	assert_in_range(sleep_until_due(&alarm, 0), 360, 361);
	assert_in_range(wall_us, BEGIN + 3600 * S, BEGIN + 3600 * S + 2000);
	/* Set forward by an hour: noticed within ten seconds. */
	begin(false);
	bgproc_alarm_set(&alarm, BEGIN + 3600 * S);
	assert_int_equal(sleep_until_due(&alarm, 3600 * S), 1);
	assert_int_equal(monotonic_ms, 15000);
	/* Set back by an hour: it waits for the time that was said. */
	begin(false);
	bgproc_alarm_set(&alarm, BEGIN + 60 * S);
	sleep_until_due(&alarm, -3600 * S);
	assert_in_range(wall_us, BEGIN + 60 * S, BEGIN + 60 * S + 2000);
	assert_true(monotonic_ms >= 3660 * 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_timer_is_what_it_waits_for),
		cmocka_unit_test(set_back_after_it_rang),
		cmocka_unit_test(a_time_that_has_passed_is_due_at_once),
		cmocka_unit_test(without_a_timer_the_clock_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
