/* SPDX-License-Identifier: Apache-2.0 */

/* The board of a pool: each transition of a slot, and the races between the processes that share it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/clock.h"
#include "src/zygote/board.h"
#include "tests/unit/zygote/last_started.h"

#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SOFT 100
#define HARD 1000
/* Later than every time that a test uses. */
#define FAR INT64_C(1000000000000000)

#define ROUNDS 100000
/* A race goes on until the other process has had its part, but no longer than this: it may get no time on a busy machine. */
#define ROUNDS_MAX (40 * ROUNDS)
#define RACE_NS INT64_C(3000000000)

static struct bgproc_board board;
static struct bgproc_board_slot *slot;

static int open_board(void **state)
{
	assert_true(bgproc_board_open(&board, 3, SOFT, HARD));
	slot = &board.slots[1];
	return 0;
}

static int close_board(void **state)
{
	bgproc_board_close(&board);
	assert_null(board.slots);
	return 0;
}

/* Memory that both processes of a race see. */
static void *share(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(memory, MAP_FAILED);
	return memory;
}

static pid_t begin(void (*body)(void))
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(250);
		body();
		_exit(0);
	}
	return pid;
}

static void end(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static enum bgproc_board_due due(int64_t now_ns, int64_t expected_next_ns)
{
	int64_t next_ns = FAR;
	enum bgproc_board_due result = bgproc_board_due(slot, now_ns, &next_ns);

	assert_true(next_ns == expected_next_ns);
	return result;
}

/* ---- opening ---- */

static void slots_do_not_share_a_line_of_the_cache(void **state)
{
	for (unsigned i = 0; i < board.count; i++) {
		assert_int_equal((uintptr_t) &board.slots[i] % 128, 0);
		assert_int_equal(last_started(&board.slots[i]), 0);
	}
	assert_int_equal(sizeof *slot, 128);
}

static void an_impossible_board_is_refused(void **state)
{
	struct bgproc_board none;

	assert_false(bgproc_board_open(&none, 0, 0, 0));
	assert_null(none.slots);
	bgproc_board_close(&none);
}

static void a_fork_sees_what_is_written_body(void)
{
	bgproc_board_start(&board, slot, 5, 10);
}

static void a_fork_sees_what_is_written(void **state)
{
	end(begin(a_fork_sees_what_is_written_body));
	assert_int_equal(last_started(slot), 5);
	assert_true(atomic_load(&slot->hard_ns) == 10 + HARD);
}

static void a_reset_slot_is_as_new(void **state)
{
	struct bgproc_board_slot clean;

	bgproc_board_sent(&board, slot, 3);
	assert_int_equal(bgproc_board_start(&board, slot, 1, 1), BGPROC_BOARD_STARTED);
	assert_true(bgproc_board_finish(&board, slot, 1, 5));
	bgproc_board_take_back(slot, 2);
	bgproc_board_reset(slot);
	memset(&clean, 0, sizeof clean);
	assert_memory_equal(slot, &clean, sizeof clean);
}

/* ---- the life of a call ---- */

static void a_call_is_timed_from_its_start(void **state)
{
	assert_int_equal(due(5, FAR), BGPROC_BOARD_NOT_DUE);
	assert_int_equal(bgproc_board_start(&board, slot, 1, 10), BGPROC_BOARD_STARTED);
	assert_int_equal(last_started(slot), 1);
	assert_int_equal(due(10 + SOFT - 1, 10 + SOFT), BGPROC_BOARD_NOT_DUE);
	assert_int_equal(due(10 + SOFT, 10 + HARD), BGPROC_BOARD_SOFT);
	assert_int_equal(due(10 + SOFT, 10 + HARD), BGPROC_BOARD_NOT_DUE);
	assert_true(bgproc_board_finish(&board, slot, 1, 10 + HARD - 1));
	assert_int_equal(due(10 + HARD, FAR), BGPROC_BOARD_NOT_DUE);
	assert_int_equal(atomic_load(&slot->calls), 1);
	assert_int_equal(atomic_load(&slot->busy_ns), HARD - 1);
	/* The next one is timed anew. */
	assert_int_equal(bgproc_board_start(&board, slot, 2, 5000), BGPROC_BOARD_STARTED);
	assert_int_equal(due(5000, 5000 + SOFT), BGPROC_BOARD_NOT_DUE);
	assert_true(bgproc_board_finish(&board, slot, 2, 5001));
	assert_int_equal(atomic_load(&slot->calls), 2);
	assert_int_equal(atomic_load(&slot->busy_ns), HARD);
}

static void a_doomed_call_does_not_finish(void **state)
{
	assert_int_equal(bgproc_board_start(&board, slot, 1, 10), BGPROC_BOARD_STARTED);
	/* Both are due: only the hard one counts. */
	assert_int_equal(due(10 + HARD, FAR), BGPROC_BOARD_HARD);
	assert_int_equal(due(10 + HARD, FAR), BGPROC_BOARD_NOT_DUE);
	assert_false(bgproc_board_finish(&board, slot, 1, 10 + HARD));
	assert_int_equal(atomic_load(&slot->calls), 0);
	assert_int_equal(bgproc_board_start(&board, slot, 2, 10 + HARD), BGPROC_BOARD_TOO_LATE);
	assert_int_equal(last_started(slot), 1);
	/* Whatever the parent does, the slot stays doomed until it is reset. */
	bgproc_board_sent(&board, slot, 3);
	bgproc_board_take_back(slot, 3);
	assert_int_equal(bgproc_board_start(&board, slot, 2, 10 + HARD), BGPROC_BOARD_TOO_LATE);
	assert_int_equal(due(FAR, FAR), BGPROC_BOARD_NOT_DUE);
	bgproc_board_reset(slot);
	assert_int_equal(bgproc_board_start(&board, slot, 1, 20), BGPROC_BOARD_STARTED);
}

static void a_call_that_was_taken_back_does_not_start(void **state)
{
	assert_int_equal(bgproc_board_start(&board, slot, 1, 10), BGPROC_BOARD_STARTED);
	assert_int_equal(bgproc_board_take_back(slot, 3), 1);
	assert_true(bgproc_board_finish(&board, slot, 1, 20));
	assert_int_equal(bgproc_board_start(&board, slot, 2, 20), BGPROC_BOARD_TAKEN_BACK);
	assert_int_equal(bgproc_board_start(&board, slot, 3, 20), BGPROC_BOARD_TAKEN_BACK);
	assert_int_equal(last_started(slot), 1);
	/* A smaller number changes nothing. */
	assert_int_equal(bgproc_board_take_back(slot, 2), 1);
	assert_int_equal(bgproc_board_start(&board, slot, 3, 20), BGPROC_BOARD_TAKEN_BACK);
	assert_int_equal(bgproc_board_start(&board, slot, 4, 20), BGPROC_BOARD_STARTED);
	assert_int_equal(last_started(slot), 4);
	assert_int_equal(bgproc_board_take_back(slot, 4), 4);
}

static void the_largest_numbers_are_kept(void **state)
{
	assert_int_equal(bgproc_board_start(&board, slot, UINT32_MAX - 1, 10), BGPROC_BOARD_STARTED);
	assert_int_equal(bgproc_board_take_back(slot, UINT32_MAX), UINT32_MAX - 1);
	assert_int_equal(bgproc_board_start(&board, slot, UINT32_MAX, 10), BGPROC_BOARD_TAKEN_BACK);
}

/* ---- a worker that does not start its call ---- */

/* The deadline that sending arms: between these two times. */
static void assert_armed(int64_t from_ns, int64_t to_ns)
{
	int64_t hard_ns = atomic_load(&slot->hard_ns);

	assert_true(hard_ns >= from_ns && hard_ns <= to_ns);
}

static void sending_to_an_idle_worker_arms_the_hard_timeout(void **state)
{
	int64_t before_ns = (int64_t) bgproc_stopwatch_ns(), armed_ns;

	bgproc_board_sent(&board, slot, 1);
	assert_armed(before_ns + HARD, (int64_t) bgproc_stopwatch_ns() + HARD);
	armed_ns = atomic_load(&slot->hard_ns);
	/* A second call does not give it more time. */
	bgproc_board_sent(&board, slot, 2);
	assert_true(atomic_load(&slot->hard_ns) == armed_ns);
	assert_int_equal(due(armed_ns - 1, armed_ns < FAR ? armed_ns : FAR), BGPROC_BOARD_NOT_DUE);
	assert_int_equal(due(armed_ns, FAR), BGPROC_BOARD_HARD);
	assert_int_equal(bgproc_board_start(&board, slot, 1, armed_ns), BGPROC_BOARD_TOO_LATE);
	/* It has not begun: the parent can give it to another worker. */
	assert_int_equal(last_started(slot), 0);
}

static void a_call_that_waits_is_timed_from_the_end_of_the_one_before(void **state)
{
	bgproc_board_sent(&board, slot, 1);
	assert_int_equal(bgproc_board_start(&board, slot, 1, 10), BGPROC_BOARD_STARTED);
	bgproc_board_sent(&board, slot, 2);
	assert_armed(10 + HARD, 10 + HARD);
	assert_true(bgproc_board_finish(&board, slot, 1, 50));
	assert_armed(50 + HARD, 50 + HARD);
	/* Not the soft one: there is no call to interrupt. */
	assert_int_equal(due(50 + SOFT, 50 + HARD), BGPROC_BOARD_NOT_DUE);
	assert_int_equal(bgproc_board_start(&board, slot, 2, 60), BGPROC_BOARD_STARTED);
	assert_armed(60 + HARD, 60 + HARD);
	assert_true(bgproc_board_finish(&board, slot, 2, 70));
	assert_armed(BGPROC_BOARD_NOT_ARMED, BGPROC_BOARD_NOT_ARMED);
}

static void a_call_that_was_taken_back_leaves_no_deadline(void **state)
{
	bgproc_board_sent(&board, slot, 1);
	bgproc_board_take_back(slot, 1);
	assert_int_equal(bgproc_board_start(&board, slot, 1, 10), BGPROC_BOARD_TAKEN_BACK);
	assert_armed(BGPROC_BOARD_NOT_ARMED, BGPROC_BOARD_NOT_ARMED);
	/* Unless another one is under way. */
	bgproc_board_sent(&board, slot, 3);
	bgproc_board_take_back(slot, 2);
	assert_int_equal(bgproc_board_start(&board, slot, 2, 20), BGPROC_BOARD_TAKEN_BACK);
	assert_armed(20 + HARD, 20 + HARD);
}

/* ---- timeouts that do not exist ---- */

static void without_timeouts_nothing_is_due(void **state)
{
	struct bgproc_board plain;

	assert_true(bgproc_board_open(&plain, 1, 0, 0));
	assert_true(bgproc_board_earliest(&plain, 5) == INT64_MAX);
	slot = plain.slots;
	bgproc_board_sent(&plain, slot, 2);
	assert_int_equal(bgproc_board_start(&plain, slot, 1, 10), BGPROC_BOARD_STARTED);
	assert_int_equal(due(FAR, FAR), BGPROC_BOARD_NOT_DUE);
	assert_true(bgproc_board_finish(&plain, slot, 1, 20));
	assert_int_equal(due(FAR, FAR), BGPROC_BOARD_NOT_DUE);
	bgproc_board_close(&plain);
}

static void one_timeout_may_be_alone(void **state)
{
	struct bgproc_board only;

	assert_true(bgproc_board_open(&only, 1, 7, 0));
	assert_true(bgproc_board_earliest(&only, 5) == 12);
	slot = only.slots;
	assert_int_equal(bgproc_board_start(&only, slot, 1, 10), BGPROC_BOARD_STARTED);
	assert_int_equal(due(16, 17), BGPROC_BOARD_NOT_DUE);
	assert_int_equal(due(17, FAR), BGPROC_BOARD_SOFT);
	bgproc_board_close(&only);
	assert_true(bgproc_board_open(&only, 1, 0, 9));
	assert_true(bgproc_board_earliest(&only, 5) == 14);
	bgproc_board_close(&only);
	assert_true(bgproc_board_earliest(&board, 5) == 5 + SOFT);
}

static void a_very_long_timeout_never_comes(void **state)
{
	struct bgproc_board patient;

	assert_true(bgproc_board_open(&patient, 1, INT64_MAX, INT64_MAX));
	assert_int_equal(bgproc_board_start(&patient, patient.slots, 1, 10), BGPROC_BOARD_STARTED);
	assert_true(atomic_load(&patient.slots->hard_ns) == INT64_MAX);
	assert_true(bgproc_board_earliest(&patient, 10) == INT64_MAX);
	bgproc_board_close(&patient);
}

/* ---- races ---- */

static struct race {
	_Atomic bool over;
	_Atomic uint32_t taken, dooms, calls;
	int64_t until_ns;
	char outcomes[ROUNDS_MAX + 8]; /* of each call: what the worker got */
	char expected[ROUNDS_MAX + 8]; /* of each call: whether it was taken back */
} *race;

static void open_race(void)
{
	race = share(sizeof *race);
	race->until_ns = (int64_t) bgproc_stopwatch_ns() + RACE_NS;
}

static bool is_time_left(void)
{
	return (int64_t) bgproc_stopwatch_ns() < race->until_ns;
}

static void start_calls(void)
{
	uint32_t number = 0;

	while (number < ROUNDS || (number < ROUNDS_MAX && atomic_load(&race->taken) < 1000 && is_time_left())) {
		number++;
		race->outcomes[number] = (char) bgproc_board_start(&board, slot, number, 1);
		if (race->outcomes[number] == BGPROC_BOARD_STARTED && !bgproc_board_finish(&board, slot, number, 2)) {
			_exit(1);
		}
	}
	atomic_store(&race->calls, number);
	atomic_store(&race->over, true);
}

static void either_the_worker_or_the_parent_gets_a_call(void **state)
{
	uint32_t upto, started, back = 0;
	pid_t worker;

	open_race();
	worker = begin(start_calls);
	for (uint32_t turn = 0; !atomic_load(&race->over); turn++) {
		upto = last_started(slot) + turn % 4;
		if (upto > ROUNDS_MAX) {
			break;
		}
		started = bgproc_board_take_back(slot, upto);
		/* Those after the last one that was started, unless they were taken back before. */
		for (uint32_t number = (started > back ? started : back) + 1; number <= upto; number++) {
			race->expected[number] = BGPROC_BOARD_TAKEN_BACK;
			atomic_fetch_add(&race->taken, 1);
		}
		back = upto > back ? upto : back;
	}
	end(worker);
	assert_true(atomic_load(&race->calls) >= ROUNDS);
	for (uint32_t number = 1; number <= atomic_load(&race->calls); number++) {
		assert_int_equal(race->outcomes[number], race->expected[number]);
	}
	munmap(race, sizeof *race);
}

/* Each call is due almost at once. Exit 1: a call that had finished was doomed, or a doomed one was started. */
static void finish_calls(void)
{
	uint32_t dooms = 0, number = 0;

	for (uint32_t calls = 0; is_time_left() && (calls < ROUNDS || dooms < 100); calls++) {
		int64_t now_ns = (int64_t) bgproc_stopwatch_ns();

		number++;
		if (bgproc_board_start(&board, slot, number, now_ns) != BGPROC_BOARD_STARTED) {
			_exit(1);
		}
		if (!bgproc_board_finish(&board, slot, number, now_ns)) {
			/* The zygote counts it now. */
			dooms++;
			while (atomic_load(&race->dooms) < dooms) {
				sched_yield();
			}
			bgproc_board_reset(slot);
			number = 0;
		}
	}
	atomic_store(&race->taken, dooms);
	atomic_store(&race->over, true);
}

static void either_the_worker_finishes_or_it_is_doomed(void **state)
{
	struct bgproc_board hasty;
	pid_t worker;

	open_race();
	assert_true(bgproc_board_open(&hasty, 1, 50, 200));
	bgproc_board_close(&board);
	board = hasty;
	slot = board.slots;
	worker = begin(finish_calls);
	while (!atomic_load(&race->over)) {
		int64_t next_ns = INT64_MAX;

		if (bgproc_board_due(slot, (int64_t) bgproc_stopwatch_ns(), &next_ns) == BGPROC_BOARD_HARD) {
			atomic_fetch_add(&race->dooms, 1);
		}
	}
	end(worker);
	assert_int_equal(atomic_load(&race->dooms), atomic_load(&race->taken));
	munmap(race, sizeof *race);
}

/* A parent that sends while the worker finishes: a call under way always has a deadline, and an idle worker never. */
static void finish_sent_calls(void)
{
	uint32_t number = 0;

	for (;;) {
		/* It has been sent when the parent has counted it. */
		while (atomic_load(&race->taken) == number) {
			if (atomic_load(&race->over)) {
				return;
			}
			sched_yield();
		}
		number++;
		if (atomic_load(&slot->hard_ns) <= 0 || bgproc_board_start(&board, slot, number, FAR) != BGPROC_BOARD_STARTED ||
			!bgproc_board_finish(&board, slot, number, FAR)) {
			_exit(1);
		}
		atomic_store(&race->calls, number);
	}
}

static void a_call_under_way_always_has_a_deadline(void **state)
{
	pid_t worker;

	open_race();
	worker = begin(finish_sent_calls);
	for (uint32_t number = 1; number <= ROUNDS && is_time_left(); number++) {
		/* Not many ahead, so that the worker is idle again and again. */
		while (number > atomic_load(&race->calls) + 8) {
			if (waitpid(worker, NULL, WNOHANG) != 0) {
				fail_msg("the worker has ended");
			}
			sched_yield();
		}
		bgproc_board_sent(&board, slot, number);
		atomic_store(&race->taken, number);
	}
	while (atomic_load(&race->calls) < atomic_load(&race->taken)) {
		if (waitpid(worker, NULL, WNOHANG) != 0) {
			fail_msg("the worker has ended");
		}
		sched_yield();
	}
	atomic_store(&race->over, true);
	end(worker);
	assert_true(atomic_load(&slot->hard_ns) == BGPROC_BOARD_NOT_ARMED);
	munmap(race, sizeof *race);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(slots_do_not_share_a_line_of_the_cache, open_board, close_board),
		cmocka_unit_test_setup_teardown(an_impossible_board_is_refused, open_board, close_board),
		cmocka_unit_test_setup_teardown(a_fork_sees_what_is_written, open_board, close_board),
		cmocka_unit_test_setup_teardown(a_reset_slot_is_as_new, open_board, close_board),
		cmocka_unit_test_setup_teardown(a_call_is_timed_from_its_start, open_board, close_board),
		cmocka_unit_test_setup_teardown(a_doomed_call_does_not_finish, open_board, close_board),
		cmocka_unit_test_setup_teardown(a_call_that_was_taken_back_does_not_start, open_board, close_board),
		cmocka_unit_test_setup_teardown(the_largest_numbers_are_kept, open_board, close_board),
		cmocka_unit_test_setup_teardown(sending_to_an_idle_worker_arms_the_hard_timeout, open_board, close_board),
		cmocka_unit_test_setup_teardown(a_call_that_waits_is_timed_from_the_end_of_the_one_before, open_board, close_board),
		cmocka_unit_test_setup_teardown(a_call_that_was_taken_back_leaves_no_deadline, open_board, close_board),
		cmocka_unit_test_setup_teardown(without_timeouts_nothing_is_due, open_board, close_board),
		cmocka_unit_test_setup_teardown(one_timeout_may_be_alone, open_board, close_board),
		cmocka_unit_test_setup_teardown(a_very_long_timeout_never_comes, open_board, close_board),
		cmocka_unit_test_setup_teardown(either_the_worker_or_the_parent_gets_a_call, open_board, close_board),
		cmocka_unit_test_setup_teardown(either_the_worker_finishes_or_it_is_doomed, open_board, close_board),
		cmocka_unit_test_setup_teardown(a_call_under_way_always_has_a_deadline, open_board, close_board),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
