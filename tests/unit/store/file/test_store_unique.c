/* SPDX-License-Identifier: Apache-2.0 */

/* Unique claims: only one job at a time, even if processes die between the steps. */

#include "tests/unit/store/store_room.h"

#include "src/store/file/unique.h"

#define HASH "0123456789abcdef0123456789abcdef"

static char file[128];

static int set_up_claims(void **state)
{
	snprintf(file, sizeof file, ".unique-%lu-" HASH, (unsigned long) geteuid());
	return set_up(state);
}

/* The key of the holder, "" for none; the section stays open. */
static const char *begin(struct bgproc_unique *unique, const char *hash)
{
	static char key[BGPROC_KEY_MAX + 1];
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record holder;
	bool held;

	if (bgproc_store_unique_begin(unique, store, hash, &holder, &held, &err) != BGPROC_OK) {
		fail_msg("begin: %s", err.text);
	}
	snprintf(key, sizeof key, "%s", held ? holder.key : "");
	assert_true(!held || holder.progress);
	if (held) {
		bgproc_record_free(&holder);
	}
	return key;
}

static const char *holder_of(const char *hash)
{
	struct bgproc_unique unique;
	const char *key = begin(&unique, hash);

	bgproc_store_unique_end(&unique);
	return key;
}

static void commit(struct bgproc_unique *unique, const char *key)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	if (bgproc_store_unique_commit(unique, key, &err) != BGPROC_OK) {
		fail_msg("commit: %s", err.text);
	}
}

static void give_to(const char *key)
{
	struct bgproc_unique unique;

	begin(&unique, HASH);
	commit(&unique, key);
	bgproc_store_unique_end(&unique);
}

#define PUT_JOB(...) PUT(.job = BGPROC_JOB_HTTP, .keep_s = 1000, .keep_failed_s = 1000, __VA_ARGS__)

static bool lock_is_free(void)
{
	char name[32];
	bool is_free;
	int fd;

	bgproc_store_lock_name(name);
	fd = bgproc_file_lock(bgproc_store_file_directory(store), name, 0);
	is_free = fd >= 0;
	assert_true(is_free || errno == EWOULDBLOCK);
	bgproc_fd_close(&fd);
	return is_free;
}

static void a_claim_is_held_while_its_job_is_on_its_way(void **state)
{
	static const enum bgproc_state states[] = {BGPROC_STATE_DELAYED, BGPROC_STATE_STARTING, BGPROC_STATE_RUNNING};
	static const enum bgproc_state finals[] = {BGPROC_STATE_SUCCEEDED, BGPROC_STATE_FAILED, BGPROC_STATE_TIMED_OUT,
		BGPROC_STATE_STOPPED, BGPROC_STATE_LOST};
	struct stat st;

	assert_string_equal(holder_of(HASH), "");
	assert_false(exists(file));
	give_to("a");
	assert_int_equal(lstat(file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
		PUT_JOB(.key = "a", .state = states[i], .supervisor = self(), .unique = HASH);
		assert_string_equal(holder_of(HASH), "a");
		/* Another one is another one. */
		assert_string_equal(holder_of(HASH "0"), "");
	}
	for (size_t i = 0; i < sizeof finals / sizeof finals[0]; i++) {
		PUT_JOB(.key = "a", .state = finals[i], .supervisor = self(), .unique = HASH);
		assert_string_equal(holder_of(HASH), "");
	}
	PUT_JOB(.key = "b", .state = BGPROC_STATE_RUNNING, .supervisor = self(), .unique = HASH);
	give_to("b");
	assert_string_equal(holder_of(HASH), "b");
	assert_int_equal(unlink("b.json"), 0);
	assert_string_equal(holder_of(HASH), "");
}

static void a_job_whose_supervisor_is_gone_holds_nothing(void **state)
{
	struct bgproc_record record;

	PUT_JOB(.key = "a", .state = BGPROC_STATE_RUNNING, .supervisor = identity_gone(), .unique = HASH);
	give_to("a");
	assert_string_equal(holder_of(HASH), "");
	/* It was settled in passing, under the lock that was held already. */
	assert_true(get("a", &record));
	assert_int_equal(record.state, BGPROC_STATE_LOST);
	bgproc_record_free(&record);
}

static void a_claim_that_its_job_does_not_make_is_void(void **state)
{
	give_to("a");
	PUT_JOB(.key = "a", .state = BGPROC_STATE_RUNNING, .supervisor = self(), .unique = "");
	assert_string_equal(holder_of(HASH), "");
	PUT_JOB(.key = "a", .state = BGPROC_STATE_RUNNING, .supervisor = self(), .unique = HASH "0");
	assert_string_equal(holder_of(HASH), "");
	PUT(.key = "a", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	assert_string_equal(holder_of(HASH), "");
	put_file("a.json", "{");
	assert_string_equal(holder_of(HASH), "");
}

static void texts_that_name_no_job(void **state)
{
	static const char *const texts[] = {"", "\n", "a", "../a\n", ".a\n", "a\nb\n", "a b\n"};
	char key[BGPROC_KEY_MAX + 3];

	PUT_JOB(.key = "a", .state = BGPROC_STATE_RUNNING, .supervisor = self(), .unique = HASH);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		put_file(file, texts[i]);
		assert_string_equal(holder_of(HASH), "");
	}
	put_text(file, "a\0\n", 3);
	assert_string_equal(holder_of(HASH), "");
	memset(key, 'a', sizeof key);
	key[BGPROC_KEY_MAX + 1] = '\n';
	key[BGPROC_KEY_MAX + 2] = '\0';
	put_file(file, key);
	assert_string_equal(holder_of(HASH), "");
	/* The longest key there is. */
	key[BGPROC_KEY_MAX] = '\n';
	key[BGPROC_KEY_MAX + 1] = '\0';
	put_file(file, key);
	key[BGPROC_KEY_MAX] = '\0';
	PUT_JOB(.key = key, .state = BGPROC_STATE_RUNNING, .supervisor = self(), .unique = HASH);
	assert_string_equal(holder_of(HASH), key);
}

static void hashes_that_are_none(void **state)
{
	static const char *const bad[] = {"", "abc", "0123456789abcdef0123456789abcde", "0123456789ABCDEF0123456789ABCDEF",
		"../3456789abcdef0123456789abcdef..", HASH HASH "0", "0123456789abcdef0123456789abcdeg"};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct bgproc_error err = BGPROC_ERROR_INIT;
		struct bgproc_unique unique;
		struct bgproc_record holder;
		bool held = true;

		assert_int_equal(
			bgproc_store_unique_begin(&unique, store, bad[i], &holder, &held, &err), BGPROC_ERR_ARGUMENT);
		assert_false(held);
		assert_true(lock_is_free());
		/* Harmless. */
		bgproc_store_unique_end(&unique);
	}
	assert_string_equal(holder_of(HASH HASH), "");
}

static void what_is_no_file_of_ours_is_an_error(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_unique unique;
	struct bgproc_record holder;
	bool held;

	put_file("target", "a\n");
	assert_int_equal(symlink("target", file), 0);
	assert_int_equal(bgproc_store_unique_begin(&unique, store, HASH, &holder, &held, &err), BGPROC_ERR_STORE);
	assert_true(lock_is_free());
	assert_int_equal(unlink(file), 0);
	/* Put there between begin and commit, by somebody who has not asked for the lock. */
	begin(&unique, HASH);
	assert_int_equal(symlink("target", file), 0);
	err = (struct bgproc_error) BGPROC_ERROR_INIT;
	assert_int_equal(bgproc_store_unique_commit(&unique, "a", &err), BGPROC_ERR_STORE);
	bgproc_store_unique_end(&unique);
	assert_int_equal(unlink(file), 0);
	if (geteuid() == 0) {
		put_file(file, "a\n");
		assert_int_equal(chown(file, NOBODY, NOBODY), 0);
		err = (struct bgproc_error) BGPROC_ERROR_INIT;
		assert_int_equal(bgproc_store_unique_begin(&unique, store, HASH, &holder, &held, &err), BGPROC_ERR_STORE);
		assert_true(lock_is_free());
		assert_int_equal(unlink(file), 0);
	}
	/* Nothing was left behind. */
	assert_int_equal(system("test \"$(ls -A | grep -v '^.lock-')\" = target"), 0);
}

static void from_begin_to_end_nobody_else_gets_in(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_unique unique, second;
	struct bgproc_record holder;
	struct bgproc_store *other;
	bool held;

	assert_int_equal(bgproc_store_file_open(&other, base, false, false, 0, &err), BGPROC_OK);
	begin(&unique, HASH);
	assert_int_equal(bgproc_store_unique_begin(&second, other, HASH, &holder, &held, &err), BGPROC_ERR_LOCK);
	bgproc_store_unique_end(&second);
	commit(&unique, "a");
	assert_false(lock_is_free());
	bgproc_store_unique_end(&unique);
	assert_true(lock_is_free());
	err = (struct bgproc_error) BGPROC_ERROR_INIT;
	assert_int_equal(bgproc_store_unique_commit(&unique, "b", &err), BGPROC_ERR_ARGUMENT);
	other->ops->close(other);
}

static void a_child_that_lives_on_does_not_keep_the_lock(void **state)
{
	struct bgproc_unique unique;
	pid_t child;

	begin(&unique, HASH);
	child = child_waiting();
	bgproc_store_unique_end(&unique);
	assert_true(lock_is_free());
	end_child(child);
}

/* 0: started; 1: merged with the one that is on its way; more: what must not be. */
static int start_unique(int number, int gate, void *context)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_unique unique;
	struct bgproc_record holder;
	struct spec spec = {
		.state = BGPROC_STATE_STARTING, .supervisor = identity_of(getppid()), .job = BGPROC_JOB_CALL, .unique = HASH};
	char key[32];
	bool held;

	if (!gate_opens(gate)) {
		return 9;
	}
	/* The lock may be busy for the whole two seconds that a process waits for it, so try again. */
	for (;;) {
		enum bgproc_status status = bgproc_store_unique_begin(&unique, store, HASH, &holder, &held, &err);

		if (status == BGPROC_OK) {
			break;
		}
		if (status != BGPROC_ERR_LOCK) {
			return 2;
		}
		err = (struct bgproc_error) BGPROC_ERROR_INIT;
	}
	if (held) {
		bgproc_record_free(&holder);
		bgproc_store_unique_end(&unique);
		return 1;
	}
	/* Some die on the way: before the claim, and between the claim and the record. */
	if (number % 8 == 1) {
		_exit(1);
	}
	snprintf(key, sizeof key, "job.%d", number);
	if (bgproc_store_unique_commit(&unique, key, &err) != BGPROC_OK) {
		return 3;
	}
	if (number % 8 == 2) {
		_exit(1);
	}
	spec.key = key;
	put_spec(&spec);
	bgproc_store_unique_end(&unique);
	return 0;
}

static void of_32_starters_one_starts(void **state)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(30000);

	for (int round = 0; round < 25 && (round < 3 || bgproc_deadline_left(deadline) > 0); round++) {
		assert_int_equal(system("rm -f job.*.json"), 0);
		race(32, start_unique, NULL);
		assert_memory_equal(holder_of(HASH), "job.", 4);
	}
}

static void claims_that_a_sweep_takes(void **state)
{
	char other[128], long_one[160];

	snprintf(other, sizeof other, ".unique-%lu-abc", (unsigned long) geteuid());
	snprintf(long_one, sizeof long_one, ".unique-%lu-" HASH HASH, (unsigned long) geteuid() + 1);
	give_to("a");
	put_file(other, "a\n");
	put_file(long_one, "a\n");
	make_old(other, 4000);
	make_old(long_one, 4000);
	make_old(file, 3500);
	/* Too young. */
	assert_int_equal(store->ops->sweep(store), 0);
	make_old(file, 3700);
	/* As long as there is a record: the next claim will judge it. */
	PUT_JOB(.key = "a", .state = BGPROC_STATE_RUNNING, .supervisor = self(), .unique = HASH);
	assert_int_equal(store->ops->sweep(store), 0);
	assert_string_equal(holder_of(HASH), "a");
	assert_int_equal(unlink("a.json"), 0);
	/* Not while somebody is about to claim. */
	{
		struct bgproc_unique unique;

		begin(&unique, HASH);
		assert_int_equal(store->ops->sweep(store), 0);
		bgproc_store_unique_end(&unique);
	}
	assert_int_equal(chmod(file, 0644), 0);
	assert_int_equal(store->ops->sweep(store), 0);
	assert_int_equal(chmod(file, 0600), 0);
	assert_int_equal(store->ops->sweep(store), 1);
	assert_false(exists(file));
	assert_true(exists(other) && exists(long_one));
	/* What a power cut leaves. */
	put_file(file, "");
	make_old(file, 3700);
	assert_int_equal(store->ops->sweep(store), 1);
}

static void claims_are_no_records(void **state)
{
	give_to("a");
	assert_string_equal(listed(""), "");
	assert_false(has(file));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_claims, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_claim_is_held_while_its_job_is_on_its_way),
		TEST(a_job_whose_supervisor_is_gone_holds_nothing),
		TEST(a_claim_that_its_job_does_not_make_is_void),
		TEST(texts_that_name_no_job),
		TEST(hashes_that_are_none),
		TEST(what_is_no_file_of_ours_is_an_error),
		TEST(from_begin_to_end_nobody_else_gets_in),
		TEST(a_child_that_lives_on_does_not_keep_the_lock),
		TEST(of_32_starters_one_starts),
		TEST(claims_that_a_sweep_takes),
		TEST(claims_are_no_records),
	};

	return cmocka_run_group_tests_name("store_unique", tests, NULL, NULL);
}
