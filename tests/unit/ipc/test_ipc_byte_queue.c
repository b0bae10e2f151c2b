/* SPDX-License-Identifier: Apache-2.0 */

/* The queue of bytes: what is added comes out again, and its memory follows what waits. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/ipc/byte_queue.h"

#include <stdlib.h>
#include <string.h>

#define PIECE 4096

static struct bgproc_ipc_byte_queue queue;

static int forget(void **state)
{
	(void) state;
	bgproc_ipc_byte_queue_free(&queue);
	return 0;
}

static void add(unsigned number)
{
	char *room = bgproc_ipc_byte_queue_room(&queue, PIECE);

	assert_non_null(room);
	memset(room, (int) (number % 251), PIECE);
	bgproc_ipc_byte_queue_added(&queue, PIECE);
}

static void take(unsigned number)
{
	const char *first = bgproc_ipc_byte_queue_first(&queue);

	for (size_t i = 0; i < PIECE; i++) {
		assert_int_equal((unsigned char) first[i], number % 251);
	}
	bgproc_ipc_byte_queue_drop(&queue, PIECE);
}

static void pieces_come_out_in_their_order(void **state)
{
	unsigned added = 0, taken = 0;

	(void) state;
	srand(1);
	for (int i = 0; i < 20000; i++) {
		if (taken == added || (added - taken < 500 && rand() % 2)) {
			add(added++);
		} else {
			take(taken++);
		}
	}
	while (taken < added) {
		take(taken++);
	}
	assert_int_equal(queue.start, queue.end);
}

/* A flood leaves no large block behind although the queue never gets empty. */
static void a_block_that_was_needed_once_becomes_smaller(void **state)
{
	const unsigned flood = 64 * 256;
	unsigned added = 0, taken = 0;

	(void) state;
	while (added < flood) {
		add(added++);
	}
	assert_true(queue.size >= (size_t) flood * PIECE);
	while (added - taken > 20) {
		take(taken++);
	}
	for (unsigned i = 0; i < 4 * flood; i++) {
		add(added++);
		take(taken++);
	}
	assert_true(queue.size <= 1024 * 1024);
}

static void a_length_that_cannot_be_changes_nothing(void **state)
{
	size_t size;

	(void) state;
	add(7);
	size = queue.size;
	assert_null(bgproc_ipc_byte_queue_room(&queue, SIZE_MAX / 2));
	assert_int_equal(queue.size, size);
	take(7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(pieces_come_out_in_their_order, forget),
		cmocka_unit_test_teardown(a_block_that_was_needed_once_becomes_smaller, forget),
		cmocka_unit_test_teardown(a_length_that_cannot_be_changes_nothing, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
