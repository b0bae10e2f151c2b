/* SPDX-License-Identifier: Apache-2.0 */

/* The visited pids of a tree: each process is new only once, whatever its pid. Walks also end when memory runs out. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

/* How many allocations there are left; -1: as many as are wanted. */
static int allocations = -1;

static void *scarce_calloc(size_t count, size_t size)
{
	if (allocations == 0) {
		return NULL;
	}
	allocations -= allocations > 0;
	return calloc(count, size);
}

#define calloc scarce_calloc
#include "src/supervisor/child/visited.c"
#undef calloc

static enum bgproc_roll_news call(struct bgproc_visited *roll, pid_t pid, bool zombie, bool outside)
{
	const struct bgproc_relative relative = {.pid = pid, .parent = 1, .group = pid, .zombie = zombie};

	return bgproc_visited_call(roll, &relative, outside);
}

static void everybody_is_news_once(void **state)
{
	/* All in one place of the first table, and side by side. */
	static const pid_t steps[] = {FIRST_CAPACITY, 1, 4096};

	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		struct bgproc_visited roll = {0};

		for (int walk = 0; walk < 3; walk++) {
			bgproc_visited_begin(&roll);
			for (pid_t n = 1; n <= 1000; n++) {
				bool news = walk == 0 && n % 2;

				assert_int_equal(
					call(&roll, n * steps[i], false, n % 2), news ? BGPROC_ROLL_OUTSIDE : BGPROC_ROLL_NOTHING);
			}
			assert_int_equal(bgproc_visited_changed(&roll), walk == 0);
		}
		bgproc_visited_free(&roll);
	}
}

static void each_change_is_seen(void **state)
{
	struct bgproc_visited roll = {0};

	bgproc_visited_begin(&roll);
	call(&roll, 10, false, false);
	call(&roll, 11, false, true);
	assert_true(bgproc_visited_changed(&roll));
	/* One has left the group. */
	bgproc_visited_begin(&roll);
	assert_int_equal(call(&roll, 10, false, true), BGPROC_ROLL_OUTSIDE);
	assert_int_equal(call(&roll, 11, false, true), BGPROC_ROLL_NOTHING);
	assert_true(bgproc_visited_changed(&roll));
	/* One has died, then it has gone. */
	bgproc_visited_begin(&roll);
	call(&roll, 10, false, true);
	call(&roll, 11, true, true);
	assert_true(bgproc_visited_changed(&roll));
	bgproc_visited_begin(&roll);
	call(&roll, 10, false, true);
	assert_true(bgproc_visited_changed(&roll));
	/* One could not be told. */
	bgproc_visited_begin(&roll);
	call(&roll, 10, false, true);
	bgproc_visited_owe(&roll, 10);
	assert_true(bgproc_visited_changed(&roll));
	bgproc_visited_begin(&roll);
	assert_int_equal(call(&roll, 10, false, true), BGPROC_ROLL_OWED);
	assert_false(bgproc_visited_changed(&roll));
	bgproc_visited_free(&roll);
}

/* Signalling a process twice is better than never. A walk that finds only the same processes again causes no further walk. */
static void without_memory_everybody_is_new(void **state)
{
	for (int left = 0; left < 3; left++) {
		struct bgproc_visited roll = {0};

		allocations = left;
		for (int walk = 0; walk < 2; walk++) {
			bgproc_visited_begin(&roll);
			for (pid_t pid = 1; pid <= 1000; pid++) {
				enum bgproc_roll_news news = call(&roll, pid, false, true);

				assert_true(news == BGPROC_ROLL_OUTSIDE || (walk == 1 && news == BGPROC_ROLL_NOTHING && left > 0));
			}
			assert_int_equal(call(&roll, 1000, false, true), BGPROC_ROLL_OUTSIDE);
			assert_int_equal(call(&roll, 1001, false, false), BGPROC_ROLL_NOTHING);
			bgproc_visited_owe(&roll, 1001);
			assert_false(bgproc_visited_changed(&roll));
		}
		bgproc_visited_free(&roll);
	}
	allocations = -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_is_news_once),
		cmocka_unit_test(each_change_is_seen),
		cmocka_unit_test(without_memory_everybody_is_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
