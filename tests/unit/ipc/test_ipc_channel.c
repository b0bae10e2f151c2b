/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Both ends of a channel in one process. Every message arrives, however little the socket accepts at once; invalid input is
 * refused.
 */

#include "tests/unit/ipc/ipc_messages.h"

static int ends[2];
static struct bgproc_ipc_channel left, right;
static bool over_stream;

static void open_channels(bool stream, int size)
{
	over_stream = stream;
	make_sockets(ends, stream, size);
	bgproc_ipc_channel_open(&left, ends[0], stream, GENERATION, LIMIT);
	bgproc_ipc_channel_open(&right, ends[1], stream, GENERATION, LIMIT);
}

static void close_channels(void)
{
	bgproc_ipc_channel_close(&left);
	bgproc_ipc_channel_close(&right);
	bgproc_fd_close(&ends[0]);
	bgproc_fd_close(&ends[1]);
}

static int open_packets(void **state)
{
	open_channels(false, 0);
	return 0;
}

static int open_stream(void **state)
{
	open_channels(true, 0);
	return 0;
}

static int close_both(void **state)
{
	close_channels();
	return 0;
}

static void queue(struct bgproc_ipc_channel *channel, uint64_t call_id, size_t length)
{
	char *bytes = make_bytes(call_id, length);
	const struct bgproc_ipc_message message = make_message(BGPROC_IPC_CALL, call_id, bytes, length);

	assert_true(bgproc_ipc_channel_queue(channel, &message, NULL));
	free(bytes);
}

/* The messages that have arrived: their numbers must be in order, and each must be whole. */
struct arrived {
	uint64_t next;
	size_t bytes;
};

static void arrive(void *context, const struct bgproc_ipc_message *message)
{
	struct arrived *arrived = context;

	assert_true(message->call_id == arrived->next);
	assert_true(is_whole(message));
	arrived->next++;
	arrived->bytes += message->length;
}

/* Sends and receives alternately until all messages before that number have arrived. */
static void pump(struct arrived *arrived, uint64_t end)
{
	while (arrived->next < end) {
		enum bgproc_ipc_result sent = bgproc_ipc_channel_flush(&left, false);
		enum bgproc_ipc_result got = bgproc_ipc_channel_receive(&right, 64, arrive, arrived);

		assert_true(sent == BGPROC_IPC_OK || sent == BGPROC_IPC_FULL);
		assert_true(got == BGPROC_IPC_EMPTY || got == BGPROC_IPC_MORE);
	}
	assert_int_equal(left.outbox.waiting, 0);
	assert_int_equal(bgproc_ipc_channel_receive(&right, 64, arrive, arrived), BGPROC_IPC_EMPTY);
}

/* ---- sizes ---- */

static const size_t sizes[] = {0, 1, 64, 4095, 4096, 4097, 65536, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 212959, 212960,
	212961, 256 * 1024, 256 * 1024 + 1, 16 * 1024 * 1024};

#define SIZE_COUNT (sizeof sizes / sizeof sizes[0])

static void each_size_arrives(void **state)
{
	struct arrived arrived = {1, 0};

	for (size_t i = 0; i < SIZE_COUNT; i++) {
		queue(&left, i + 1, sizes[i]);
		pump(&arrived, i + 2);
	}
}

static void sizes_mix_in_one_queue(void **state)
{
	struct arrived arrived = {1, 0};
	uint64_t count = 0;

	for (size_t i = 0; i + 1 < SIZE_COUNT; i++) {
		for (size_t j = 0; j + 1 < SIZE_COUNT; j++) {
			queue(&left, ++count, sizes[i]);
			queue(&left, ++count, sizes[j]);
		}
	}
	pump(&arrived, count + 1);
}

static struct bgproc_ipc_block *make_block(uint64_t call_id, size_t size)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	struct bgproc_ipc_block *block;
	char *bytes = make_bytes(call_id, size);

	bgproc_buf_append(&buf, bytes, size);
	block = bgproc_ipc_block_take(&buf);
	assert_non_null(block);
	assert_null(buf.data);
	free(bytes);
	return block;
}

static void queue_block(uint64_t call_id, struct bgproc_ipc_block *block)
{
	const struct bgproc_ipc_message message = make_message(BGPROC_IPC_CALL, call_id, block->bytes, block->length);

	assert_true(bgproc_ipc_channel_queue(&left, &message, block));
}

static void a_block_is_shared(void **state)
{
	struct arrived arrived = {1, 0};

	for (size_t i = 0; i < SIZE_COUNT; i++) {
		struct bgproc_ipc_block *block = make_block(i + 1, sizes[i]);

		queue_block(i + 1, block);
		assert_int_equal(block->owners, sizes[i] > BGPROC_IPC_COPIED_MAX ? 2 : 1);
		bgproc_ipc_block_release(block);
	}
	pump(&arrived, SIZE_COUNT + 1);
	bgproc_ipc_block_release(NULL);
}

static void a_block_outlives_what_sends_it(void **state)
{
	struct arrived arrived = {1, 0};
	struct bgproc_ipc_block *block = make_block(1, 1000000);

	queue_block(1, block);
	pump(&arrived, 2);
	assert_int_equal(block->owners, 1);
	/* Discarded when a part was sent. */
	queue_block(2, block);
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_FULL);
	assert_int_equal(block->owners, 2);
	bgproc_ipc_channel_close(&left);
	assert_int_equal(block->owners, 1);
	bgproc_ipc_block_release(block);
}

static void a_failed_buffer_makes_no_block(void **state)
{
	struct bgproc_buf failed = BGPROC_BUF_INIT;
	struct bgproc_ipc_block *block;

	failed.failed = true;
	assert_null(bgproc_ipc_block_take(&failed));
	assert_true(failed.failed);
	block = make_block(1, 0);
	assert_int_equal(block->length, 0);
	bgproc_ipc_block_release(block);
}

static void small_sockets_take_everything(void **state)
{
	for (int stream = 0; stream < 2; stream++) {
		/* From less than the system allows to less than a fragment. */
		for (int size = 1; size < 200000; size = size * 7 + 1000) {
			struct arrived arrived = {1, 0};
			uint64_t count = 0;

			open_channels(stream, size);
			for (size_t i = 0; i + 1 < SIZE_COUNT; i++) {
				for (int small = 0; small < 40; small++) {
					queue(&left, ++count, (size_t) small * 97);
				}
				queue(&left, ++count, sizes[i]);
			}
			pump(&arrived, count + 1);
			close_channels();
		}
	}
}

static void small_messages_share_packets(void **state)
{
	struct arrived arrived = {1, 0};
	char bytes[BGPROC_IPC_FRAME_MAX];

	for (uint64_t i = 1; i <= 20; i++) {
		queue(&left, i, 64);
	}
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_OK);
	assert_int_equal(recv(ends[1], bytes, sizeof bytes, MSG_PEEK), 20 * (64 + BGPROC_IPC_HEADER_SIZE));
	pump(&arrived, 21);
}

/* ---- the queue ---- */

static void what_a_full_socket_does_not_take_waits(void **state)
{
	struct arrived arrived = {1, 0};
	enum bgproc_ipc_result result;
	uint64_t count = 0;
	size_t waiting;

	do {
		count++;
		queue(&left, count, count % 5 ? 100 : 10000);
		result = bgproc_ipc_channel_flush(&left, false);
	} while (result == BGPROC_IPC_OK);
	assert_int_equal(result, BGPROC_IPC_FULL);
	for (int i = 0; i < 5000; i++) {
		queue(&left, ++count, 100);
	}
	waiting = left.outbox.waiting;
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_FULL);
	assert_int_equal(left.outbox.waiting, waiting);
	assert_true(waiting >= 5000 * 132);
	pump(&arrived, count + 1);
}

static void small_messages_need_no_new_memory(void **state)
{
	struct arrived arrived = {1, 0};
	const char *copies = NULL, *inbox = NULL;
	const void *ring = NULL;
	uint64_t count = 0;

	for (int round = 0; round < 2000; round++) {
		for (int i = 0; i < 64; i++) {
			queue(&left, ++count, 64);
		}
		pump(&arrived, count + 1);
		if (round > 0) {
			assert_ptr_equal(left.outbox.copies.bytes, copies);
			assert_ptr_equal(left.outbox.ring, ring);
			assert_ptr_equal(right.inbox.bytes, inbox);
			assert_null(right.inbox.reassembly.part.data);
		}
		copies = left.outbox.copies.bytes;
		ring = left.outbox.ring;
		inbox = right.inbox.bytes;
	}
}

static void memory_of_a_long_queue_is_given_back(void **state)
{
	struct arrived arrived = {1, 0};

	for (uint64_t i = 1; i <= 20000; i++) {
		queue(&left, i, 64);
	}
	assert_true(left.outbox.copies.size >= 20000 * 96);
	pump(&arrived, 20001);
	assert_null(left.outbox.copies.bytes);
}

static void a_queue_that_never_empties_stays_small(void **state)
{
	struct arrived arrived = {1, 0};
	uint64_t count = 0;

	/* More than the socket holds waits all the time. */
	while (bgproc_ipc_channel_flush(&left, false) != BGPROC_IPC_FULL) {
		queue(&left, ++count, 3000);
	}
	for (int i = 0; i < 20000; i++) {
		queue(&left, ++count, 300);
		if (left.outbox.waiting > 20000) {
			bgproc_ipc_channel_flush(&left, false);
			bgproc_ipc_channel_receive(&right, 20, arrive, &arrived);
		}
		assert_true(left.outbox.copies.size <= 512 * 1024);
	}
	pump(&arrived, count + 1);
}

static void impossible_messages_are_not_queued(void **state)
{
	struct bgproc_ipc_message message = make_message(BGPROC_IPC_CALL, 1, "", 0);
	struct bgproc_ipc_block *block = make_block(1, 100);

	message.type = 0;
	assert_false(bgproc_ipc_channel_queue(&left, &message, NULL));
	assert_false(bgproc_ipc_channel_queue(&left, &message, block));
	bgproc_ipc_block_release(block);
	message = make_message(BGPROC_IPC_CALL, 0, "", 0);
	assert_false(bgproc_ipc_channel_queue(&left, &message, NULL));
	assert_int_equal(bgproc_ipc_channel_send(&left, &message), BGPROC_IPC_FAILED);
	assert_int_equal(left.sys_errno, EINVAL);
	/* Refused by its length, before the bytes are read. */
	message = make_message(BGPROC_IPC_CALL, 1, "", (size_t) BGPROC_IPC_MESSAGE_MAX + 1);
	assert_false(bgproc_ipc_channel_queue(&left, &message, NULL));
	assert_int_equal(left.outbox.waiting, 0);
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_OK);
	assert_int_equal(bgproc_ipc_channel_receive(&right, 64, arrive, NULL), BGPROC_IPC_EMPTY);
}

/* ---- receiving ---- */

static void a_budget_leaves_the_rest(void **state)
{
	struct arrived arrived = {1, 0};

	for (uint64_t i = 1; i <= 10; i++) {
		queue(&left, i, 64);
	}
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_OK);
	assert_false(bgproc_ipc_channel_holds(&right));
	assert_int_equal(bgproc_ipc_channel_receive(&right, 5, arrive, &arrived), BGPROC_IPC_MORE);
	assert_int_equal(arrived.next, 5);
	assert_true(bgproc_ipc_channel_holds(&right));
	assert_int_equal(bgproc_ipc_channel_receive(&right, 64, arrive, &arrived), BGPROC_IPC_EMPTY);
	assert_int_equal(arrived.next, 11);
	assert_int_equal(bgproc_ipc_channel_receive(&right, 0, arrive, &arrived), BGPROC_IPC_MORE);
}

static void a_budget_ends_within_a_long_message(void **state)
{
	struct arrived arrived = {1, 0};
	unsigned rounds = 0;

	queue(&left, 1, 16 * 1024 * 1024);
	while (arrived.next == 1) {
		bgproc_ipc_channel_flush(&left, false);
		bgproc_ipc_channel_receive(&right, 1, arrive, &arrived);
		rounds++;
	}
	assert_true(rounds > 128);
}

static void answer(void *context, const struct bgproc_ipc_message *message)
{
	struct bgproc_ipc_message next;
	int *depth = context;

	assert_true(is_whole(message));
	++*depth;
	queue(&right, message->call_id, message->length);
	if (bgproc_ipc_channel_next(&right, &next, false) == BGPROC_IPC_OK) {
		answer(context, &next);
	}
}

static void a_taker_may_use_the_channel(void **state)
{
	struct arrived arrived = {1, 0};
	int count = 0;

	for (uint64_t i = 1; i <= 9; i++) {
		queue(&left, i, i == 5 ? 50000 : 64);
	}
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_OK);
	assert_int_equal(bgproc_ipc_channel_receive(&right, 64, answer, &count), BGPROC_IPC_EMPTY);
	assert_int_equal(count, 9);
	assert_int_equal(bgproc_ipc_channel_flush(&right, false), BGPROC_IPC_OK);
	assert_int_equal(bgproc_ipc_channel_receive(&left, 64, arrive, &arrived), BGPROC_IPC_EMPTY);
	assert_int_equal(arrived.next, 10);
}

static void frames_of_an_earlier_life_are_dropped(void **state)
{
	struct arrived arrived = {1, 0};
	struct bgproc_ipc_channel old;

	bgproc_ipc_channel_open(&old, ends[0], over_stream, GENERATION - 1, LIMIT);
	queue(&old, 99, 64);
	queue(&old, 98, 100000);
	assert_int_equal(bgproc_ipc_channel_flush(&old, false), BGPROC_IPC_OK);
	queue(&left, 1, 64);
	pump(&arrived, 2);
	assert_true(right.inbox.reassembly.dropped == 2);
	bgproc_ipc_channel_close(&old);
}

/* Sends a frame that a channel never sends. */
static void send_frame(struct bgproc_ipc_header header, size_t length)
{
	char *bytes = calloc(1, BGPROC_IPC_HEADER_SIZE + length);

	header.generation = GENERATION;
	bgproc_ipc_header_encode(bytes, &header);
	assert_int_equal(send(ends[0], bytes, BGPROC_IPC_HEADER_SIZE + length, 0), BGPROC_IPC_HEADER_SIZE + length);
	free(bytes);
}

static void assert_broken(const char *problem)
{
	struct bgproc_ipc_message message;

	assert_int_equal(bgproc_ipc_channel_receive(&right, 64, arrive, NULL), BGPROC_IPC_BROKEN);
	assert_string_equal(right.problem, problem);
	/* Later calls return the same, without a system call. */
	assert_int_equal(bgproc_ipc_channel_next(&right, &message, true), BGPROC_IPC_BROKEN);
	assert_false(bgproc_ipc_channel_holds(&right));
	close_channels();
}

static void a_peer_that_breaks_the_rules_is_refused(void **state)
{
	const struct bgproc_ipc_header begin = {.type = BGPROC_IPC_RETURN, .call_id = 1, .total = 10, .length = 5};
	const struct bgproc_ipc_header too_long = {.type = BGPROC_IPC_RETURN, .call_id = 1, .total = LIMIT + 1, .length = 5};
	const struct bgproc_ipc_header gap = {.type = BGPROC_IPC_RETURN, .call_id = 1, .total = 10, .offset = 6, .length = 4};

	for (int stream = 0; stream < 2; stream++) {
		open_channels(stream, 0);
		assert_int_equal(send(ends[0], "these are 32 bytes, but no frame", 32, 0), 32);
		assert_broken("no frame");
		open_channels(stream, 0);
		send_frame(begin, 5);
		send_frame(gap, 4);
		assert_broken("a fragment out of order");
		open_channels(stream, 0);
		send_frame(begin, 5);
		send_frame(too_long, 5);
		assert_broken("a message in the middle of another");
		open_channels(stream, 0);
		send_frame(too_long, 5);
		assert_broken("a message longer than is allowed here");
	}
}

static void a_packet_has_whole_frames(void **state)
{
	const struct bgproc_ipc_header begin = {.type = BGPROC_IPC_RETURN, .call_id = 1, .total = 10, .length = 5};

	open_channels(false, 0);
	send_frame(begin, 4);
	assert_broken("a frame that is cut off");
	open_channels(false, 0);
	send_frame(begin, 6);
	assert_broken("a header that is cut off");
	open_channels(false, 1000000);
	send_frame(begin, BGPROC_IPC_FRAGMENT_MAX + 1);
	assert_broken("a packet longer than any");
}

static void a_stream_may_be_cut_anywhere(void **state)
{
	static const size_t lengths[] = {0, 64, 5000, 130, 0, 1};
	char bytes[8192], *all = NULL;
	size_t have = 0;

	open_channels(true, 0);
	for (uint64_t i = 0; i < 6; i++) {
		queue(&left, i + 1, lengths[i]);
	}
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_OK);
	for (ssize_t count; (count = recv(ends[1], bytes, sizeof bytes, MSG_DONTWAIT)) > 0;) {
		all = realloc(all, have + (size_t) count);
		memcpy(all + have, bytes, (size_t) count);
		have += (size_t) count;
	}
	for (size_t piece = 1; piece < 200; piece++) {
		struct arrived arrived = {1, 0};

		for (size_t start = 0; start < have; start += piece) {
			size_t length = have - start < piece ? have - start : piece;

			assert_int_equal(send(ends[0], all + start, length, 0), length);
			assert_int_equal(bgproc_ipc_channel_receive(&right, 64, arrive, &arrived), BGPROC_IPC_EMPTY);
		}
		assert_int_equal(arrived.next, 7);
	}
	free(all);
	close_channels();
}

/* ---- the end of the peer ---- */

static void a_peer_that_is_gone_is_told(void **state)
{
	struct bgproc_ipc_message message = make_message(BGPROC_IPC_CALL, 1, "", 0);

	bgproc_fd_close(&ends[1]);
	queue(&left, 1, 100000);
	queue(&left, 2, 64);
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_GONE);
	assert_int_equal(left.outbox.waiting, 0);
	/* It stays so, and nothing is queued in vain. */
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_GONE);
	assert_false(bgproc_ipc_channel_queue(&left, &message, NULL));
	assert_int_equal(left.outbox.waiting, 0);
	assert_int_equal(bgproc_ipc_channel_send(&left, &message), BGPROC_IPC_GONE);
	assert_int_equal(bgproc_ipc_channel_receive(&left, 64, arrive, NULL), BGPROC_IPC_GONE);
	assert_int_equal(bgproc_ipc_channel_next(&left, &message, true), BGPROC_IPC_GONE);
}

/* The system reports a reset first, because the peer has not read everything. */
static void what_a_peer_had_sent_counts_after_its_end(void **state)
{
	struct arrived arrived = {1, 0};

	queue(&left, 1, 64);
	queue(&left, 2, 100000);
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_OK);
	queue(&right, 1, 64);
	queue(&right, 2, 30000);
	assert_int_equal(bgproc_ipc_channel_flush(&right, false), BGPROC_IPC_OK);
	bgproc_fd_close(&ends[1]);
	assert_int_equal(bgproc_ipc_channel_receive(&left, 64, arrive, &arrived), BGPROC_IPC_GONE);
	assert_int_equal(arrived.next, 3);
}

static void part_of_a_message_counts_for_nothing(void **state)
{
	struct arrived arrived = {1, 0};

	queue(&right, 1, 64);
	queue(&right, 2, 16 * 1024 * 1024);
	assert_int_equal(bgproc_ipc_channel_flush(&right, false), BGPROC_IPC_FULL);
	assert_int_equal(bgproc_ipc_channel_receive(&left, 64, arrive, &arrived), BGPROC_IPC_EMPTY);
	assert_int_equal(bgproc_ipc_channel_flush(&right, false), BGPROC_IPC_FULL);
	bgproc_fd_close(&ends[1]);
	assert_int_equal(bgproc_ipc_channel_receive(&left, 64, arrive, &arrived), BGPROC_IPC_GONE);
	assert_int_equal(arrived.next, 2);
	assert_null(left.inbox.bytes);
	assert_null(left.inbox.reassembly.part.data);
}

static void a_socket_that_is_none_fails(void **state)
{
	struct bgproc_ipc_message message;

	bgproc_fd_close(&ends[0]);
	queue(&left, 1, 64);
	assert_int_equal(bgproc_ipc_channel_flush(&left, false), BGPROC_IPC_FAILED);
	assert_int_equal(left.sys_errno, EBADF);
	assert_int_equal(left.outbox.waiting, 0);
	assert_int_equal(bgproc_ipc_channel_next(&left, &message, false), BGPROC_IPC_FAILED);
	assert_int_equal(left.sys_errno, EBADF);
}

int main(void)
{
#define PACKETS(test) cmocka_unit_test_setup_teardown(test, open_packets, close_both)
#define BOTH(test) \
	{#test, test, open_packets, close_both, NULL}, \
	{ \
		#test " over a stream", test, open_stream, close_both, NULL \
	}
	const struct CMUnitTest tests[] = {
		BOTH(each_size_arrives),
		BOTH(sizes_mix_in_one_queue),
		BOTH(a_block_is_shared),
		BOTH(a_block_outlives_what_sends_it),
		cmocka_unit_test(a_failed_buffer_makes_no_block),
		cmocka_unit_test(small_sockets_take_everything),
		BOTH(small_messages_share_packets),
		BOTH(what_a_full_socket_does_not_take_waits),
		BOTH(small_messages_need_no_new_memory),
		BOTH(memory_of_a_long_queue_is_given_back),
		BOTH(a_queue_that_never_empties_stays_small),
		PACKETS(impossible_messages_are_not_queued),
		BOTH(a_budget_leaves_the_rest),
		BOTH(a_budget_ends_within_a_long_message),
		BOTH(a_taker_may_use_the_channel),
		BOTH(frames_of_an_earlier_life_are_dropped),
		cmocka_unit_test(a_peer_that_breaks_the_rules_is_refused),
		cmocka_unit_test(a_packet_has_whole_frames),
		cmocka_unit_test(a_stream_may_be_cut_anywhere),
		BOTH(a_peer_that_is_gone_is_told),
		BOTH(what_a_peer_had_sent_counts_after_its_end),
		BOTH(part_of_a_message_counts_for_nothing),
		PACKETS(a_socket_that_is_none_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
