/* SPDX-License-Identifier: Apache-2.0 */

/* Headers of frames, and messages that are joined from frames. */

#include "src/ipc/reassembly.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GENERATION 7
#define LIMIT (64u * 1024 * 1024)

static const struct bgproc_ipc_header plain = {
	.type = BGPROC_IPC_CALL,
	.method = 0x1234,
	.flags = 0xfedc,
	.call_id = 0x0123456789abcdef,
	.generation = GENERATION,
	.total = 300,
	.offset = 100,
	.length = 150,
};

/* ---- headers ---- */

static const char *problem_of(const struct bgproc_ipc_header *header)
{
	char bytes[BGPROC_IPC_HEADER_SIZE];
	struct bgproc_ipc_header decoded;
	const char *problem = "";
	bool good;

	bgproc_ipc_header_encode(bytes, header);
	good = bgproc_ipc_header_decode(&decoded, bytes, sizeof bytes, &problem);
	assert_int_equal(good, problem == NULL);
	return problem;
}

#define REFUSE(text, ...) \
	do { \
		struct bgproc_ipc_header header = plain; \
		__VA_ARGS__; \
		assert_string_equal(problem_of(&header), text); \
	} while (0)

static void a_header_comes_back_as_it_was(void **state)
{
	char bytes[BGPROC_IPC_HEADER_SIZE];
	struct bgproc_ipc_header decoded;
	const char *problem = "";

	bgproc_ipc_header_encode(bytes, &plain);
	assert_true(bgproc_ipc_header_decode(&decoded, bytes, sizeof bytes, &problem));
	assert_null(problem);
	assert_int_equal(decoded.type, plain.type);
	assert_int_equal(decoded.method, plain.method);
	assert_int_equal(decoded.flags, plain.flags);
	assert_true(decoded.call_id == plain.call_id);
	assert_int_equal(decoded.generation, plain.generation);
	assert_int_equal(decoded.total, plain.total);
	assert_int_equal(decoded.offset, plain.offset);
	assert_int_equal(decoded.length, plain.length);
}

static void a_header_that_is_cut_off_is_refused(void **state)
{
	char bytes[BGPROC_IPC_HEADER_SIZE];
	struct bgproc_ipc_header decoded;

	bgproc_ipc_header_encode(bytes, &plain);
	for (size_t length = 0; length < sizeof bytes; length++) {
		/* A copy of exactly this length, so that the sanitizer detects a read beyond its end. */
		char *cut = malloc(length ? length : 1);
		const char *problem = NULL;

		memcpy(cut, bytes, length);
		assert_false(bgproc_ipc_header_decode(&decoded, cut, length, &problem));
		assert_string_equal(problem, "a header that is cut off");
		free(cut);
	}
}

static void impossible_headers_are_refused(void **state)
{
	REFUSE("a frame of an unknown type", header.type = 0);
	REFUSE("a frame of an unknown type", header.type = BGPROC_IPC_LAST_WORDS + 1);
	REFUSE("a frame of an unknown type", header.type = 255);
	REFUSE("a message longer than any", header.total = BGPROC_IPC_MESSAGE_MAX + 1);
	REFUSE("a message longer than any", header.total = UINT32_MAX);
	REFUSE("a fragment longer than any", header.total = BGPROC_IPC_MESSAGE_MAX; header.length = BGPROC_IPC_FRAGMENT_MAX + 1);
	REFUSE("a fragment longer than any", header.length = UINT32_MAX);
	REFUSE("a fragment beyond the end of its message", header.offset = 301);
	REFUSE("a fragment beyond the end of its message", header.offset = 151);
	REFUSE("a fragment beyond the end of its message", header.offset = UINT32_MAX);
	REFUSE("a fragment beyond the end of its message", header.total = 0; header.offset = 0; header.length = 1);
	REFUSE("an empty fragment", header.length = 0);
	REFUSE("an empty fragment", header.length = 0; header.offset = header.total);
}

static void a_header_of_something_else_is_refused(void **state)
{
	char bytes[BGPROC_IPC_HEADER_SIZE];
	struct bgproc_ipc_header decoded;
	const char *problem;

	bgproc_ipc_header_encode(bytes, &plain);
	bytes[0]++;
	assert_false(bgproc_ipc_header_decode(&decoded, bytes, sizeof bytes, &problem));
	assert_string_equal(problem, "no frame");
	bytes[0]--;
	bytes[2]++;
	assert_false(bgproc_ipc_header_decode(&decoded, bytes, sizeof bytes, &problem));
	assert_string_equal(problem, "a frame of another version");
}

static void only_what_is_about_a_call_names_one(void **state)
{
	for (unsigned type = BGPROC_IPC_CALL; type <= BGPROC_IPC_LAST_WORDS; type++) {
		struct bgproc_ipc_message message = {.type = (enum bgproc_ipc_type) type};
		struct bgproc_ipc_header header = bgproc_ipc_header_of(&message, GENERATION);
		bool free_of_calls = type == BGPROC_IPC_OUTPUT || type == BGPROC_IPC_READY || type == BGPROC_IPC_RETIRE ||
			type == BGPROC_IPC_LAST_WORDS;

		assert_int_equal(bgproc_ipc_message_valid(&message), free_of_calls);
		assert_int_equal(problem_of(&header) == NULL, free_of_calls);
		message.call_id = header.call_id = 1;
		assert_true(bgproc_ipc_message_valid(&message));
		assert_null(problem_of(&header));
	}
}

static void impossible_messages_are_none(void **state)
{
	struct bgproc_ipc_message message = {.type = BGPROC_IPC_CALL, .call_id = 1, .length = BGPROC_IPC_MESSAGE_MAX};

	assert_true(bgproc_ipc_message_valid(&message));
	message.length++;
	assert_false(bgproc_ipc_message_valid(&message));
	message.length = SIZE_MAX;
	assert_false(bgproc_ipc_message_valid(&message));
	message.length = 0;
	message.type = 0;
	assert_false(bgproc_ipc_message_valid(&message));
}

static void a_flipped_bit_is_refused_or_means_something_else(void **state)
{
	char bytes[BGPROC_IPC_HEADER_SIZE], again[BGPROC_IPC_HEADER_SIZE];
	struct bgproc_ipc_header decoded;
	const char *problem;

	for (size_t bit = 0; bit < 8 * sizeof bytes; bit++) {
		bgproc_ipc_header_encode(bytes, &plain);
		bytes[bit / 8] = (char) (bytes[bit / 8] ^ 1 << bit % 8);
		if (bgproc_ipc_header_decode(&decoded, bytes, sizeof bytes, &problem)) {
			bgproc_ipc_header_encode(again, &decoded);
			assert_memory_equal(again, bytes, sizeof bytes);
			assert_true(bit >= 24);
		}
	}
}

/* ---- messages ---- */

static struct bgproc_ipc_reassembly reassembly;

static int open_reassembly(void **state)
{
	bgproc_ipc_reassembly_open(&reassembly, GENERATION, LIMIT);
	return 0;
}

static int discard_reassembly(void **state)
{
	bgproc_ipc_reassembly_discard(&reassembly);
	return 0;
}

static char *make_pattern(size_t length)
{
	char *bytes = malloc(length ? length : 1);

	for (size_t i = 0; i < length; i++) {
		bytes[i] = (char) (i * 31 + (i >> 8) * 7);
	}
	return bytes;
}

static enum bgproc_ipc_taken take(uint32_t total, uint32_t offset, uint32_t length, const char *whole,
	struct bgproc_ipc_message *message)
{
	struct bgproc_ipc_header header = plain;

	header.total = total;
	header.offset = offset;
	header.length = length;
	return bgproc_ipc_reassembly_take(&reassembly, &header, whole + offset, message);
}

static void one_length(uint32_t total, uint32_t fragment)
{
	char *whole = make_pattern(total);
	struct bgproc_ipc_message message = {0};
	uint32_t offset = 0, length;

	do {
		enum bgproc_ipc_taken taken;

		length = total - offset < fragment ? total - offset : fragment;
		taken = take(total, offset, length, whole, &message);
		offset += length;
		assert_int_equal(taken, offset == total ? BGPROC_IPC_TAKEN_MESSAGE : BGPROC_IPC_TAKEN_PART);
	} while (offset < total);
	assert_int_equal(message.length, total);
	assert_true(total == 0 || memcmp(message.bytes, whole, total) == 0);
	assert_int_equal(message.type, plain.type);
	assert_int_equal(message.method, plain.method);
	assert_int_equal(message.flags, plain.flags);
	assert_true(message.call_id == plain.call_id);
	/* A message of one frame is not copied. */
	assert_int_equal(message.bytes == whole, total <= fragment);
	free(whole);
}

static void fragments_become_the_message(void **state)
{
	static const uint32_t totals[] = {0, 1, 64, 4096, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 212959, 212960, 212961,
		256 * 1024, 16 * 1024 * 1024};

	for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++) {
		one_length(totals[i], BGPROC_IPC_FRAGMENT_MAX);
		one_length(totals[i], 4096);
	}
	one_length(300, 1);
}

static void assert_refused(enum bgproc_ipc_taken taken, const char *problem)
{
	assert_int_equal(taken, BGPROC_IPC_TAKEN_REFUSED);
	assert_string_equal(reassembly.problem, problem);
	assert_false(reassembly.open);
	assert_null(reassembly.part.data);
}

static void fragments_come_in_order(void **state)
{
	char whole[300] = {0};
	struct bgproc_ipc_message message;

	assert_refused(take(300, 100, 100, whole, &message), "a message without its begin");
	assert_int_equal(take(300, 0, 100, whole, &message), BGPROC_IPC_TAKEN_PART);
	assert_refused(take(300, 101, 100, whole, &message), "a fragment out of order");
	assert_int_equal(take(300, 0, 100, whole, &message), BGPROC_IPC_TAKEN_PART);
	assert_refused(take(300, 99, 100, whole, &message), "a fragment out of order");
	assert_int_equal(take(300, 0, 100, whole, &message), BGPROC_IPC_TAKEN_PART);
	assert_refused(take(300, 0, 100, whole, &message), "a fragment out of order");
	assert_int_equal(take(300, 0, 100, whole, &message), BGPROC_IPC_TAKEN_PART);
	assert_refused(take(300, 0, 300, whole, &message), "a fragment out of order");
}

static void refuse_in_the_middle(const struct bgproc_ipc_header *header)
{
	char whole[400] = {0};
	struct bgproc_ipc_message message;

	assert_int_equal(take(300, 0, 100, whole, &message), BGPROC_IPC_TAKEN_PART);
	assert_refused(
		bgproc_ipc_reassembly_take(&reassembly, header, whole, &message), "a message in the middle of another");
}

static void one_message_at_a_time(void **state)
{
	struct bgproc_ipc_header header;

	header = plain;
	header.type = BGPROC_IPC_RETURN;
	refuse_in_the_middle(&header);
	header = plain;
	header.method++;
	refuse_in_the_middle(&header);
	header = plain;
	header.flags++;
	refuse_in_the_middle(&header);
	header = plain;
	header.call_id++;
	refuse_in_the_middle(&header);
	header = plain;
	header.total++;
	refuse_in_the_middle(&header);
	header.total = header.offset = header.length = 0;
	refuse_in_the_middle(&header);
}

static void frames_of_another_generation_are_dropped(void **state)
{
	struct bgproc_ipc_header old = plain;
	char whole[300] = {0};
	struct bgproc_ipc_message message;

	old.generation--;
	assert_int_equal(bgproc_ipc_reassembly_take(&reassembly, &old, whole, &message), BGPROC_IPC_TAKEN_DROPPED);
	assert_int_equal(take(300, 0, 100, whole, &message), BGPROC_IPC_TAKEN_PART);
	assert_int_equal(bgproc_ipc_reassembly_take(&reassembly, &old, whole, &message), BGPROC_IPC_TAKEN_DROPPED);
	/* Not even its length matters. */
	old.generation = UINT32_MAX;
	old.total = BGPROC_IPC_MESSAGE_MAX;
	assert_int_equal(bgproc_ipc_reassembly_take(&reassembly, &old, whole, &message), BGPROC_IPC_TAKEN_DROPPED);
	assert_int_equal(take(300, 100, 200, whole, &message), BGPROC_IPC_TAKEN_MESSAGE);
	assert_true(reassembly.dropped == 3);
}

static void the_owner_limits_messages(void **state)
{
	char whole[101] = {0};
	struct bgproc_ipc_message message;

	reassembly.limit = 100;
	assert_int_equal(take(100, 0, 100, whole, &message), BGPROC_IPC_TAKEN_MESSAGE);
	assert_refused(take(101, 0, 101, whole, &message), "a message longer than is allowed here");
	assert_refused(take(101, 0, 1, whole, &message), "a message longer than is allowed here");
	bgproc_ipc_reassembly_open(&reassembly, GENERATION, UINT32_MAX);
	assert_int_equal(reassembly.limit, BGPROC_IPC_MESSAGE_MAX);
}

static void memory_grows_with_what_has_come(void **state)
{
	const size_t at_once = 16 * 1024 * 1024, slack = 4096;
	char *whole = make_pattern(at_once + 2 * BGPROC_IPC_FRAGMENT_MAX);
	struct bgproc_ipc_message message;
	uint32_t offset;

	reassembly.limit = BGPROC_IPC_MESSAGE_MAX;
	assert_int_equal(take(1000000, 0, 1, whole, &message), BGPROC_IPC_TAKEN_PART);
	assert_true(reassembly.part.capacity <= 1000000 + slack);
	bgproc_ipc_reassembly_discard(&reassembly);
	assert_int_equal(take(BGPROC_IPC_MESSAGE_MAX, 0, 1, whole, &message), BGPROC_IPC_TAKEN_PART);
	assert_true(reassembly.part.capacity <= at_once + slack);
	for (offset = 1; offset < at_once; offset += BGPROC_IPC_FRAGMENT_MAX) {
		assert_int_equal(
			take(BGPROC_IPC_MESSAGE_MAX, offset, BGPROC_IPC_FRAGMENT_MAX, whole, &message), BGPROC_IPC_TAKEN_PART);
	}
	assert_true(reassembly.part.capacity <= 2 * offset + slack);
	free(whole);
}

static void memory_of_a_long_message_is_given_back(void **state)
{
	one_length(256 * 1024, BGPROC_IPC_FRAGMENT_MAX);
	bgproc_ipc_reassembly_release(&reassembly);
	assert_non_null(reassembly.part.data);
	one_length(16 * 1024 * 1024, BGPROC_IPC_FRAGMENT_MAX);
	bgproc_ipc_reassembly_release(&reassembly);
	assert_null(reassembly.part.data);
}

static void the_end_of_the_peer_discards_the_part(void **state)
{
	char whole[300] = {0};
	struct bgproc_ipc_message message;

	assert_int_equal(take(300, 0, 299, whole, &message), BGPROC_IPC_TAKEN_PART);
	bgproc_ipc_reassembly_release(&reassembly);
	assert_true(reassembly.open);
	bgproc_ipc_reassembly_discard(&reassembly);
	assert_null(reassembly.part.data);
	assert_refused(take(300, 299, 1, whole, &message), "a message without its begin");
}

int main(void)
{
#define OPEN(test) cmocka_unit_test_setup_teardown(test, open_reassembly, discard_reassembly)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_header_comes_back_as_it_was),
		cmocka_unit_test(a_header_that_is_cut_off_is_refused),
		cmocka_unit_test(impossible_headers_are_refused),
		cmocka_unit_test(a_header_of_something_else_is_refused),
		cmocka_unit_test(only_what_is_about_a_call_names_one),
		cmocka_unit_test(impossible_messages_are_none),
		cmocka_unit_test(a_flipped_bit_is_refused_or_means_something_else),
		OPEN(fragments_become_the_message),
		OPEN(fragments_come_in_order),
		OPEN(one_message_at_a_time),
		OPEN(frames_of_another_generation_are_dropped),
		OPEN(the_owner_limits_messages),
		OPEN(memory_grows_with_what_has_come),
		OPEN(memory_of_a_long_message_is_given_back),
		OPEN(the_end_of_the_peer_discards_the_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
