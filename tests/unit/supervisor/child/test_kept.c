/* SPDX-License-Identifier: Apache-2.0 */

/* Signals that arrive before the command exists, and which of them it receives. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/supervisor/child/kept.h"

#include <signal.h>

/* ---- the double of src/supervisor/child/tree.c ---- */

static int sent[1000];
static size_t sent_count;

void bgproc_tree_forward(const struct bgproc_tree *tree, int signal_number)
{
	assert_int_equal(tree->command, 77);
	sent[sent_count++] = signal_number;
}

static const struct bgproc_tree tree = {.command = 77};

static int set_up(void **state)
{
	(void) state;
	sent_count = 0;
	return 0;
}

static void each_is_sent_once(void **state)
{
	struct bgproc_kept kept = {0};

	(void) state;
	bgproc_kept_send(&kept, &tree);
	assert_int_equal(sent_count, 0);
	bgproc_kept_add(&kept, SIGUSR2);
	bgproc_kept_add(&kept, SIGUSR1);
	bgproc_kept_add(&kept, SIGUSR2);
	bgproc_kept_send(&kept, &tree);
	bgproc_kept_send(&kept, &tree);
	assert_int_equal(sent_count, 2);
	assert_int_equal(sent[0], SIGUSR1);
	assert_int_equal(sent[1], SIGUSR2);
}

static void real_time_signals_are_counted(void **state)
{
	struct bgproc_kept kept = {0};

	(void) state;
	for (int i = 0; i < 300; i++) {
		bgproc_kept_add(&kept, SIGRTMAX);
	}
	bgproc_kept_send(&kept, &tree);
	assert_int_equal(sent_count, 300);
	assert_int_equal(sent[299], SIGRTMAX);
}

static void to_continue_and_to_stop_exclude_each_other(void **state)
{
	struct bgproc_kept kept = {0};

	(void) state;
	bgproc_kept_add(&kept, SIGSTOP);
	bgproc_kept_add(&kept, SIGTSTP);
	bgproc_kept_add(&kept, SIGCONT);
	bgproc_kept_send(&kept, &tree);
	assert_int_equal(sent_count, 1);
	assert_int_equal(sent[0], SIGCONT);

	bgproc_kept_add(&kept, SIGCONT);
	bgproc_kept_add(&kept, SIGSTOP);
	bgproc_kept_send(&kept, &tree);
	assert_int_equal(sent_count, 2);
	assert_int_equal(sent[1], SIGSTOP);
}

static void what_is_no_signal_is_not_kept(void **state)
{
	struct bgproc_kept kept = {0};

	(void) state;
	bgproc_kept_add(&kept, 0);
	bgproc_kept_add(&kept, -1);
	bgproc_kept_add(&kept, 129);
	bgproc_kept_send(&kept, &tree);
	assert_int_equal(sent_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_is_sent_once, set_up),
		cmocka_unit_test_setup(real_time_signals_are_counted, set_up),
		cmocka_unit_test_setup(to_continue_and_to_stop_exclude_each_other, set_up),
		cmocka_unit_test_setup(what_is_no_signal_is_not_kept, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
