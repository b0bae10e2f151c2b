/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The contract of src/store/store.h is the same for every store. Each test runs with the file store and with a store in memory,
 * which shares no code with it.
 */

#include "tests/unit/store/store_room.h"

#include "tests/unit/store/memory_store.h"

static int set_up_memory(void **state)
{
	store = memory_store_open(KEEP_LOST);
	return store ? make_room("store") : -1;
}

/* Puts a record into the store under test. */
static void put_here(const struct spec *spec)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;

	if (strcmp(store->ops->name, "file") == 0) {
		put_spec(spec);
		return;
	}
	encode(&text, spec);
	memory_put(store, spec->key, ".json", &text);
}

#define PUT_HERE(...) put_here(&(struct spec) {__VA_ARGS__})

static void what_is_there_is_found(void **state)
{
	struct bgproc_record record;

	assert_false(has("one"));
	assert_false(has("../one"));
	PUT_HERE(.key = "one", .state = BGPROC_STATE_RUNNING, .supervisor = self(), .keep_s = 60);
	assert_true(get("one", &record));
	assert_int_equal(record.state, BGPROC_STATE_RUNNING);
	assert_string_equal(record.scope, "me");
	assert_string_equal(record.labels[0].value, "blue");
	bgproc_record_free(&record);
}

static void what_has_stayed_for_its_time_is_not_found(void **state)
{
	PUT_HERE(.key = "old", .state = BGPROC_STATE_SUCCEEDED, .supervisor = self(), .keep_s = 60,
		.ended_us = bgproc_wall_us() - 61000000);
	PUT_HERE(.key = "new", .state = BGPROC_STATE_SUCCEEDED, .supervisor = self(), .keep_s = 60);
	assert_false(has("old"));
	assert_true(has("new"));
	assert_int_equal(store->ops->count(store, ""), 1);
}

static void lists_are_sorted_and_can_end(void **state)
{
	PUT_HERE(.key = "b", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	PUT_HERE(.key = "ab", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	PUT_HERE(.key = "aa", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	assert_string_equal(listed(""), "aa;ab;b;");
	assert_string_equal(listed("a"), "aa;ab;");
	assert_string_equal(listed("x"), "");
	assert_int_equal(store->ops->count(store, "a"), 2);
	PUT_HERE(.key = "stop", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	PUT_HERE(.key = "z", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	assert_string_equal(listed(""), "aa;ab;b;stop;");
}

static void the_truth_is_found_out(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record record;
	bool removed;

	PUT_HERE(.key = "alive", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	assert_true(get("alive", &record));
	assert_int_equal(store->ops->settle(store, &record, &removed, &err), BGPROC_OK);
	assert_int_equal(record.state, BGPROC_STATE_RUNNING);
	bgproc_record_free(&record);

	PUT_HERE(.key = "dead", .state = BGPROC_STATE_RUNNING, .supervisor = identity_gone());
	assert_true(get("dead", &record));
	assert_int_equal(store->ops->settle(store, &record, &removed, &err), BGPROC_OK);
	assert_false(removed);
	assert_int_equal(record.state, BGPROC_STATE_LOST);
	assert_string_equal(record.reason, "supervisor-gone");
	assert_int_equal(record.keep_s, KEEP_LOST);
	bgproc_record_free(&record);
	/* For everybody. */
	assert_true(get("dead", &record));
	assert_int_equal(record.state, BGPROC_STATE_LOST);
	bgproc_record_free(&record);
}

static void only_what_has_ended_goes(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	PUT_HERE(.key = "alive", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	claim_refused("alive", "has not ended");
	assert_int_equal(store->ops->remove(store, "alive", &err), BGPROC_ERR_STATE);
	assert_true(has("alive"));
	PUT_HERE(.key = "ended", .state = BGPROC_STATE_FAILED, .supervisor = self(), .keep_s = 60);
	assert_int_equal(store->ops->create_companion(store, "ended", ".out", "x", 1), 0);
	claim_works("ended");
	assert_false(has("ended"));
	assert_int_equal(store->ops->stat_companion(store, "ended", ".out", &(struct stat) {0}), -1);
	claim_works("never");
	assert_int_equal(store->ops->remove(store, "never", &err), BGPROC_OK);
}

static void a_section_lets_its_owner_work(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	PUT_HERE(.key = "ended", .state = BGPROC_STATE_FAILED, .supervisor = self(), .keep_s = 60);
	assert_int_equal(store->ops->lock(store, &err), BGPROC_OK);
	assert_true(has("ended"));
	claim_works("ended");
	store->ops->unlock(store);
	assert_int_equal(store->ops->lock(store, &err), BGPROC_OK);
	store->ops->unlock(store);
}

static void companions_are_made_once(void **state)
{
	char text[16] = "";
	struct stat st;
	int fd;

	assert_int_equal(store->ops->open_companion(store, "one", ".php", NULL), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(store->ops->create_companion(store, "one", ".php", "content", 7), 0);
	assert_int_equal(store->ops->create_companion(store, "one", ".php", "other", 5), -1);
	assert_int_equal(errno, EEXIST);
	fd = store->ops->open_companion(store, "one", ".php", &st);
	assert_true(fd >= 0);
	assert_int_equal(st.st_size, 7);
	assert_int_equal(read(fd, text, sizeof text - 1), 7);
	assert_string_equal(text, "content");
	close(fd);
	assert_int_equal(store->ops->stat_companion(store, "one", ".php", &st), 0);
	assert_int_equal(store->ops->stat_companion(store, "one", ".out", &st), -1);
}

static void a_record_that_is_held_can_be_read_when_it_is_gone(void **state)
{
	char byte;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	int fd;

	assert_int_equal(store->ops->hold(store, "one"), -1);
	PUT_HERE(.key = "one", .state = BGPROC_STATE_FAILED, .supervisor = self(), .keep_s = 60);
	fd = store->ops->hold(store, "one");
	assert_true(fd >= 0);
	assert_int_equal(store->ops->remove(store, "one", &err), BGPROC_OK);
	assert_int_equal(pread(fd, &byte, 1, 0), 1);
	assert_int_equal(byte, '{');
	close(fd);
}

#define OVER_BOTH(test) \
	{#test ", file", test, set_up, tear_down, NULL}, \
	{ \
		#test ", memory", test, set_up_memory, tear_down, NULL \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OVER_BOTH(what_is_there_is_found),
		OVER_BOTH(what_has_stayed_for_its_time_is_not_found),
		OVER_BOTH(lists_are_sorted_and_can_end),
		OVER_BOTH(the_truth_is_found_out),
		OVER_BOTH(only_what_has_ended_goes),
		OVER_BOTH(a_section_lets_its_owner_work),
		OVER_BOTH(companions_are_made_once),
		OVER_BOTH(a_record_that_is_held_can_be_read_when_it_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
