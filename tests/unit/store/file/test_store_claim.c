/* SPDX-License-Identifier: Apache-2.0 */

/* The file store: claiming and removing keys, reading while others write, sweeping. */

#include "tests/unit/store/store_room.h"

/* ---- claiming and removing ---- */

static void keys_that_can_be_claimed(void **state)
{
	static const enum bgproc_state finals[] = {BGPROC_STATE_SUCCEEDED, BGPROC_STATE_FAILED, BGPROC_STATE_TIMED_OUT,
		BGPROC_STATE_STOPPED, BGPROC_STATE_LOST};

	claim_works("never-seen");
	/* The fast path leaves no trace, not even the lock. */
	assert_string_equal(listed(""), "");
	for (size_t i = 0; i < sizeof finals / sizeof finals[0]; i++) {
		PUT(.key = "k", .state = finals[i], .supervisor = self(), .keep_s = 1000);
		put_outputs("k");
		claim_works("k");
		assert_false(any_file_of("k"));
	}
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = identity_gone(), .keep_s = 1000);
	put_outputs("k");
	put_file("k2.out", "");
	claim_works("k");
	assert_false(any_file_of("k"));
	assert_true(exists("k2.out"));
}

static void keys_that_are_taken(void **state)
{
	struct bgproc_error err;

	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	put_outputs("k");
	claim_refused("k", "running");
	PUT(.key = "k", .state = BGPROC_STATE_STARTING, .supervisor = self());
	claim_refused("k", "starting");
	PUT(.key = "k", .state = BGPROC_STATE_DELAYED, .supervisor = self());
	claim_refused("k", "delayed");
	assert_true(exists("k.json") && exists("k.out") && exists("k.php"));
	put_file("k.json", "{\"key\":\"k\",\"version\":2}");
	claim_refused("k", "newer");
	assert_true(exists("k.json"));
	assert_int_equal(try_claim("../k", &err), BGPROC_ERR_ARGUMENT);
	assert_int_equal(try_claim("", &err), BGPROC_ERR_ARGUMENT);
}

static void removing(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	assert_int_equal(store->ops->remove(store, "never-seen", &err), BGPROC_OK);
	PUT(.key = "k", .state = BGPROC_STATE_STOPPED, .supervisor = self(), .keep_s = 1000);
	put_outputs("k");
	assert_int_equal(store->ops->remove(store, "k", &err), BGPROC_OK);
	assert_false(any_file_of("k"));
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = self(), .keep_s = 1000);
	put_outputs("k");
	assert_int_equal(store->ops->remove(store, "k", &err), BGPROC_ERR_STATE);
	assert_true(exists("k.json") && exists("k.out"));
	err = (struct bgproc_error) BGPROC_ERROR_INIT;
	assert_int_equal(store->ops->remove(store, "k/../x", &err), BGPROC_ERR_ARGUMENT);
}

static void outputs_of_others_stay(void **state)
{
	NEED_ROOT();
	PUT(.key = "k", .state = BGPROC_STATE_STOPPED, .supervisor = self(), .keep_s = 1000);
	put_outputs("k");
	assert_int_equal(chown("k.out", NOBODY, NOBODY), 0);
	assert_int_equal(unlink("k.err"), 0);
	assert_int_equal(mkdir("k.err", 0700), 0);
	assert_int_equal(store->ops->remove(store, "k", NULL), BGPROC_OK);
	assert_false(exists("k.json"));
	assert_true(exists("k.out") && exists("k.err"));
}

static void a_lock_that_is_kept(void **state)
{
	struct bgproc_deadline before, after;
	struct bgproc_error err;
	char name[64];
	int lock;

	snprintf(name, sizeof name, ".lock-%lu", (unsigned long) geteuid());
	lock = bgproc_file_lock(bgproc_store_file_directory(store), name, 0);
	assert_true(lock >= 0);
	PUT(.key = "k", .state = BGPROC_STATE_STOPPED, .supervisor = self(), .keep_s = 1000);
	before = bgproc_deadline_in(1500);
	after = bgproc_deadline_in(10000);
	assert_int_equal(try_claim("k", &err), BGPROC_ERR_LOCK);
	assert_int_equal(bgproc_deadline_left(before), 0);
	assert_true(bgproc_deadline_left(after) > 0);
	assert_true(exists("k.json"));
	/* Readers do not wait to tidy up: the expired record is not shown, and stays for the next one. */
	PUT(.key = "old", .state = BGPROC_STATE_STOPPED, .ended_us = 5, .keep_s = 1);
	before = bgproc_deadline_in(1000);
	assert_false(has("old"));
	assert_true(bgproc_deadline_left(before) > 0);
	assert_true(exists("old.json"));
	close(lock);
	assert_false(has("old"));
	assert_false(exists("old.json"));
	claim_works("k");
	if (geteuid() == 0) {
		/* A lock file that somebody else has put there is none. */
		assert_int_equal(unlink(name), 0);
		put_file(name, "");
		assert_int_equal(chown(name, NOBODY, NOBODY), 0);
		PUT(.key = "k", .state = BGPROC_STATE_STOPPED, .supervisor = self(), .keep_s = 1000);
		assert_int_equal(try_claim("k", &err), BGPROC_ERR_LOCK);
		assert_true(exists("k.json"));
	}
}

/* 0: the key is ours; 1: somebody else got it; more: what must not be. */
static int claim_and_publish(int number, int gate, void *context)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_buf text = BGPROC_BUF_INIT;
	char temp[BGPROC_KEY_MAX + 48];
	struct spec spec = {.key = "race", .state = BGPROC_STATE_STARTING, .supervisor = identity_of(getppid())};
	int fd;

	if (!gate_opens(gate)) {
		return 9;
	}
	switch (store->ops->claim(store, "race", &err)) {
		case BGPROC_OK:
			break;
		case BGPROC_ERR_STATE:
			return 1;
		default:
			return 2;
	}
	spec.keep_s = (uint64_t) number + 1;
	encode(&text, &spec);
	bgproc_store_temp_name(temp, "race");
	fd = bgproc_file_create(bgproc_store_file_directory(store), temp);
	if (fd < 0 || bgproc_write_all(fd, text.data, text.length) < 0) {
		return 3;
	}
	bgproc_buf_free(&text);
	if (bgproc_rename_new(bgproc_store_file_directory(store), temp, "race.json") == 0) {
		return 0;
	}
	return errno == EEXIST && unlinkat(bgproc_store_file_directory(store), temp, 0) == 0 ? 1 : 4;
}

static void of_64_claimers_one_gets_the_key(void **state)
{
	/* Fewer where each instruction is watched. */
	struct bgproc_deadline deadline = bgproc_deadline_in(40000);

	for (int round = 0; round < 100 && (round < 4 || bgproc_deadline_left(deadline) > 0); round++) {
		struct bgproc_record record;
		int winner;

		/* In turn: nothing, a record that has ended, one that is expired, one whose supervisor is gone. */
		unlink("race.json");
		if (round % 4 == 1) {
			PUT(.key = "race", .state = BGPROC_STATE_FAILED, .keep_s = 1000);
		} else if (round % 4 == 2) {
			PUT(.key = "race", .state = BGPROC_STATE_FAILED, .keep_s = 1, .ended_us = 1);
		} else if (round % 4 == 3) {
			PUT(.key = "race", .state = BGPROC_STATE_RUNNING, .supervisor = identity_gone());
		}
		winner = race(64, claim_and_publish, NULL);
		assert_true(get("race", &record));
		assert_int_equal(record.keep_s, winner + 1);
		bgproc_record_free(&record);
	}
	/* The losers have left nothing. */
	assert_int_equal(unlink("race.json"), 0);
	assert_true(store->ops->sweep(store) == 0);
	assert_int_equal(system("test \"$(ls -A | grep -v '^.lock-')\" = ''"), 0);
}

/* ---- reading while others write ---- */

static int read_for_ever(int listing, int done)
{
	unsigned reads = 0;
	char byte;

	for (; reads < 500 || read(done, &byte, 1) != 0; reads++) {
		struct bgproc_record record;

		if (listing && reads % 10 == 0 && strcmp(listed("busy"), "busy;") != 0) {
			return 1;
		}
		if (!get("busy", &record)) {
			return 2;
		}
		if (record.version != BGPROC_RECORD_VERSION || record.state != BGPROC_STATE_RUNNING ||
			record.keep_s != record.command.start_ticks) {
			return 3;
		}
		bgproc_record_free(&record);
		if (reads > 10000000) {
			return 4;
		}
	}
	return 0;
}

static void none_torn_none_missing_while_rewritten(void **state)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(20000);
	struct spec spec = {.key = "busy", .state = BGPROC_STATE_RUNNING, .supervisor = self(), .command = self()};
	int gate[2], status;
	pid_t readers[3];

	spec.command.start_ticks = spec.keep_s = 0;
	put_spec(&spec);
	assert_int_equal(bgproc_pipe(gate), 0);
	fcntl(gate[0], F_SETFL, O_NONBLOCK);
	for (int i = 0; i < 3; i++) {
		readers[i] = fork();
		if (readers[i] == 0) {
			alarm(110);
			close(gate[1]);
			_exit(read_for_ever(i == 2, gate[0]));
		}
	}
	for (uint64_t i = 1; i <= 10000 && (i < 100 || bgproc_deadline_left(deadline) > 0); i++) {
		struct bgproc_buf text = BGPROC_BUF_INIT;
		int dir_fd = bgproc_store_file_directory(store), fd;

		/* Two numbers that must agree, and a text that grows and shrinks. */
		spec.command.start_ticks = spec.keep_s = i % 7 ? i : i * 1000000007;
		encode(&text, &spec);
		fd = bgproc_file_create(dir_fd, ".busy.1.1");
		assert_true(fd >= 0);
		assert_int_equal(bgproc_write_all(fd, text.data, text.length), 0);
		close(fd);
		assert_int_equal(renameat(dir_fd, ".busy.1.1", dir_fd, "busy.json"), 0);
		bgproc_buf_free(&text);
	}
	close(gate[1]);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(waitpid(readers[i], &status, 0), readers[i]);
		assert_int_equal(status, 0);
	}
	close(gate[0]);
}

/* ---- sweeping ---- */

static void what_a_sweep_takes(void **state)
{
	static const char *const gone[] = {".k.12.34", ".a.b.1.2.3", ".live.1.2", GENERATED ".out", GENERATED ".err",
		GENERATED ".cut", GENERATED ".php"};
	static const char *const stay[] = {".young.1.2", ".future.1.2", ".locked.1.2", "live.out", ".k", ".k.1", ".1.2",
		".k.1.2.", ".k.a.2", "user-key.out", ".lock-0", "process.0123456789ABCDEF0123456789ABCDEF.out", ".shared.1.2"};
	int locked;

	PUT(.key = "live", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
		put_file(gone[i], "");
		make_old(gone[i], 3700);
	}
	for (size_t i = 0; i < sizeof stay / sizeof stay[0]; i++) {
		put_file(stay[i], "");
		make_old(stay[i], 3700);
	}
	assert_int_equal(chmod(".shared.1.2", 0644), 0);
	make_old(".young.1.2", 3500);
	make_old(".future.1.2", -3700);
	locked = open(".locked.1.2", O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(locked, LOCK_EX | LOCK_NB), 0);
	assert_int_equal(store->ops->sweep(store), (int) (sizeof gone / sizeof gone[0]));
	for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
		if (exists(gone[i])) {
			fail_msg("%s is still there", gone[i]);
		}
	}
	for (size_t i = 0; i < sizeof stay / sizeof stay[0]; i++) {
		if (!exists(stay[i])) {
			fail_msg("%s is gone", stay[i]);
		}
	}
	assert_int_equal(store->ops->sweep(store), 0);
	close(locked);
	assert_int_equal(store->ops->sweep(store), 1);
	assert_false(exists(".locked.1.2"));
}

static void a_sweep_among_strange_things(void **state)
{
	PUT(.key = "half", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	assert_int_equal(link("half.json", ".half.1.2"), 0);
	make_old("half.json", 4000);
	put_file("target", "");
	make_old("target", 4000);
	assert_int_equal(symlink("target", ".link.1.2"), 0);
	make_old(".link.1.2", 4000);
	assert_int_equal(mkfifo(".fifo.1.2", 0600), 0);
	make_old(".fifo.1.2", 4000);
	assert_int_equal(mkdir(".dir.1.2", 0700), 0);
	make_old(".dir.1.2", 4000);
	put_file(".keep.1.2", "");
	if (geteuid() == 0) {
		put_file(".theirs.1.2", "");
		make_old(".theirs.1.2", 4000);
		assert_int_equal(chown(".theirs.1.2", NOBODY, NOBODY), 0);
	}
	/* A publication by link() that was cut short: the record is seen again when its first name is gone. */
	assert_false(has("half"));
	alarm(10);
	assert_int_equal(store->ops->sweep(store), 1);
	alarm(0);
	assert_true(has("half"));
	assert_false(exists(".half.1.2"));
	assert_true(exists("target") && exists(".link.1.2") && exists(".fifo.1.2") && exists(".dir.1.2"));
	assert_true(geteuid() != 0 || exists(".theirs.1.2"));
}

static int claim_without_descriptors(void)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record record;
	struct rlimit limit;
	bool found = true;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
		return 9;
	}
	limit.rlim_cur = 64;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
		return 4;
	}
	while (open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0) {
	}
	/* Nothing may be taken for missing, dead or corrupt because we have no descriptor left. */
	if (store->ops->get(store, "k", &record, &found, &err) != BGPROC_ERR_STORE || err.sys_errno != EMFILE) {
		return 1;
	}
	err = (struct bgproc_error) BGPROC_ERROR_INIT;
	if (store->ops->claim(store, "k", &err) == BGPROC_OK) {
		return 2;
	}
	err = (struct bgproc_error) BGPROC_ERROR_INIT;
	return store->ops->list(store, "", note_key, base, &err) != BGPROC_ERR_STORE;
}

static void without_descriptors(void **state)
{
	pid_t pid;
	int status;

	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	pid = fork();
	if (pid == 0) {
		alarm(60);
		_exit(claim_without_descriptors());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_true(has("k"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keys_that_can_be_claimed),
		TEST(keys_that_are_taken),
		TEST(removing),
		TEST(outputs_of_others_stay),
		TEST(a_lock_that_is_kept),
		TEST(of_64_claimers_one_gets_the_key),
		TEST(none_torn_none_missing_while_rewritten),
		TEST(what_a_sweep_takes),
		TEST(a_sweep_among_strange_things),
		TEST(without_descriptors),
	};

	return cmocka_run_group_tests_name("store_claim", tests, NULL, NULL);
}
