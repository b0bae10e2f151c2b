/* SPDX-License-Identifier: Apache-2.0 */

/* The file store: reading and listing records, and settling lost ones. */

#include "tests/unit/store/store_room.h"

#include <sys/stat.h>

/* ---- names ---- */

static void names(void **state)
{
	char key[BGPROC_KEY_MAX + 1], name[BGPROC_KEY_MAX + 48], other[BGPROC_KEY_MAX + 48];

	memset(key, 'k', BGPROC_KEY_MAX);
	key[BGPROC_KEY_MAX] = '\0';
	bgproc_store_file_name(name, key, ".json");
	assert_int_equal(strlen(name), BGPROC_KEY_MAX + 5);
	assert_string_equal(name + BGPROC_KEY_MAX, ".json");
	bgproc_store_temp_name(name, key);
	bgproc_store_temp_name(other, key);
	assert_int_equal(name[0], '.');
	assert_memory_equal(name + 1, key, BGPROC_KEY_MAX);
	assert_true(strlen(name) < sizeof name);
	assert_string_not_equal(name, other);
	assert_false(bgproc_key_valid(name, strlen(name)));
}

/* ---- looking up and listing ---- */

static void a_record_is_found_as_it_was_written(void **state)
{
	struct bgproc_identity me = self();
	struct bgproc_record record;

	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = me, .command = me, .keep_s = 7);
	assert_true(get("k", &record));
	assert_int_equal(record.state, BGPROC_STATE_RUNNING);
	assert_int_equal(record.supervisor.pid, getpid());
	assert_int_equal(record.supervisor.pidfd_inode, me.pidfd_inode);
	assert_int_equal(record.supervisor.start_ticks, me.start_ticks);
	assert_int_equal(record.supervisor.pid_namespace, me.pid_namespace);
	assert_string_equal(record.supervisor.boot_id, me.boot_id);
	assert_int_equal(record.command.pid, getpid());
	assert_int_equal(record.keep_s, 7);
	assert_string_equal(record.argv[0], "sleep 1");
	assert_string_equal(record.labels[0].value, "blue");
	assert_string_equal(record.scope, "me");
	bgproc_record_free(&record);
}

/* A record that a power cut has damaged is shown as lost, as long as lost records are kept; then it is removed with its files. */
static void a_remnant_of_a_record_expires(void **state)
{
	static const char begin[] = "{\"key\":\"" GENERATED "\",\"pid\":   ";
	static const char zeros[512];
	static const struct {
		const char *text;
		size_t length;
	} remnants[] = {{"", 0}, {zeros, sizeof zeros}, {begin, sizeof begin - 1}};

	(void) state;
	for (size_t i = 0; i < sizeof remnants / sizeof remnants[0]; i++) {
		for (int by_list = 0; by_list < 2; by_list++) {
			struct bgproc_record record;

			put_text(GENERATED ".json", remnants[i].text, remnants[i].length);
			put_file(GENERATED ".out", "out");
			put_file(GENERATED ".php", "<?php");
			put_file("mine.json", "");
			make_old("mine.json", 10 * KEEP_LOST);
			make_old(GENERATED ".json", KEEP_LOST - 600);
			assert_true(get(GENERATED, &record));
			assert_int_equal(record.state, BGPROC_STATE_LOST);
			assert_string_equal(record.reason, "corrupt");
			bgproc_record_free(&record);
			make_old(GENERATED ".json", KEEP_LOST + 600);
			if (by_list) {
				assert_string_equal(listed(""), "mine?;");
			} else {
				assert_false(has(GENERATED));
			}
			assert_false(exists(GENERATED ".json"));
			assert_false(exists(GENERATED ".out"));
			assert_false(exists(GENERATED ".php"));
			/* A name that somebody may have chosen for something else. */
			assert_true(has("mine"));
			assert_true(exists("mine.json"));
		}
	}
}

/* A record of a newer version, whose process may live, and whatever else has a whole text. */
static void a_whole_text_never_expires(void **state)
{
	static const char *const texts[] = {
		"{\"key\":\"" GENERATED "\",\"pid\":5,\"commandline\":\"x\",\"created_at\":\"2026-01-01 00:00:00\",\"version\":999}\n",
		"{\"key\":\"" GENERATED "\",\"pid\":5,\"state\":\"pondering\"} \n",
	};

	(void) state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		put_text(GENERATED ".json", texts[i], strlen(texts[i]));
		make_old(GENERATED ".json", 10 * KEEP_LOST);
		assert_true(has(GENERATED));
		assert_string_equal(listed(""), GENERATED "?;");
		assert_true(exists(GENERATED ".json"));
		assert_int_equal(unlink(GENERATED ".json"), 0);
	}
}

static void what_is_no_remnant_stays(void **state)
{
	(void) state;
	put_file(GENERATED ".json", "{\"name\":\"mine\"}");
	make_old(GENERATED ".json", 10 * KEEP_LOST);
	assert_true(has(GENERATED));
	put_file(GENERATED ".json", "");
	assert_int_equal(chmod(GENERATED ".json", 0644), 0);
	make_old(GENERATED ".json", 10 * KEEP_LOST);
	assert_true(has(GENERATED));
	assert_true(exists(GENERATED ".json"));
}

static void impossible_and_unknown_keys_are_not_found(void **state)
{
	static const char *const keys[] = {"", ".", "..", "/", "../x", "a/b", "k\n", ".lock", "no-such", "k\xff"};

	put_file(".lock.json", "{}");
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		assert_false(has(keys[i]));
	}
}

static void unreadable_records_are_shown_as_lost(void **state)
{
	put_file("empty.json", "");
	put_text("zeros.json", "\0\0\0\0", 4);
	put_file("garbage.json", "garbage");
	put_file("newer.json", "{\"version\":2}");
	PUT(.key = "another", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	assert_int_equal(rename("another.json", "renamed.json"), 0);
	put_file("huge.json", "{");
	assert_int_equal(truncate("huge.json", 33 * 1024 * 1024), 0);
	has_unreadable("empty", "corrupt");
	has_unreadable("zeros", "corrupt");
	has_unreadable("garbage", "corrupt");
	has_unreadable("newer", "newer-version");
	has_unreadable("renamed", "corrupt");
	has_unreadable("huge", "corrupt");
	assert_non_null(strstr(listed(""), "garbage?;"));
	assert_non_null(strstr(listed("empty"), "empty?;"));
}

static void what_is_no_plain_file_of_ours_is_invisible(void **state)
{
	alarm(60);
	PUT(.key = "good", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	PUT(.key = "linked", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	assert_int_equal(link("linked.json", "second-name"), 0);
	assert_int_equal(symlink("good.json", "symlink.json"), 0);
	assert_int_equal(mkfifo("fifo.json", 0600), 0);
	assert_int_equal(mkdir("dir.json", 0700), 0);
	if (geteuid() == 0) {
		PUT(.key = "theirs", .state = BGPROC_STATE_RUNNING, .supervisor = self());
		assert_int_equal(chown("theirs.json", NOBODY, NOBODY), 0);
		if (mknod("device.json", S_IFCHR | 0600, (dev_t) (1 << 8 | 5)) == 0) {
			assert_false(has("device"));
			claim_refused("device", "taken");
		}
		assert_false(has("theirs"));
		claim_refused("theirs", "taken");
		assert_int_equal(store->ops->remove(store, "theirs", NULL), BGPROC_OK);
		assert_true(exists("theirs.json"));
	}
	assert_false(has("linked"));
	assert_false(has("symlink"));
	assert_false(has("fifo"));
	assert_false(has("dir"));
	assert_string_equal(listed(""), "good;");
	claim_refused("linked", "taken");
	claim_refused("symlink", "taken");
	claim_refused("fifo", "taken");
	claim_refused("dir", "taken");
	assert_int_equal(store->ops->remove(store, "symlink", NULL), BGPROC_OK);
	assert_true(exists("symlink.json") && exists("good.json"));
	alarm(0);
}

static void listing_by_prefix_and_ending_it(void **state)
{
	PUT(.key = "a.1", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	PUT(.key = "a.2", .state = BGPROC_STATE_STARTING, .supervisor = self());
	PUT(.key = "b", .state = BGPROC_STATE_SUCCEEDED, .keep_s = 100);
	put_file("a.3.json.tmp", "");
	put_file(".a.4.json", "");
	put_file("a.json5", "");
	assert_int_equal(strlen(listed("")), strlen("a.1;a.2;b;"));
	assert_int_equal(strlen(listed("a.")), strlen("a.1;a.2;"));
	assert_string_equal(listed("a.2"), "a.2;");
	assert_string_equal(listed("a.22"), "");
	assert_string_equal(listed("a.2.json"), "");
	PUT(.key = "stop", .state = BGPROC_STATE_RUNNING, .supervisor = self());
	assert_non_null(strstr(listed(""), "stop;"));
	assert_null(strstr(strstr(listed(""), "stop;") + 1, "stop;"));
}

static void no_directory_is_no_record(void **state)
{
	struct bgproc_store *none = store;
	struct bgproc_error err = BGPROC_ERROR_INIT;

	assert_int_equal(bgproc_store_file_open(&none, "missing", false, false, 0, &err), BGPROC_OK);
	assert_null(none);
	assert_int_equal(bgproc_store_file_open(&none, "", false, true, 0, &err), BGPROC_ERR_STORE);
	assert_null(none);
	assert_int_equal(err.status, BGPROC_ERR_STORE);
	assert_int_equal(bgproc_store_file_open(&none, "made", false, true, 0, NULL), BGPROC_OK);
	assert_non_null(none);
	assert_string_equal(none->ops->name, "file");
	none->ops->close(none);
	assert_true(exists("made"));
}

/* ---- time ---- */

static void kept_records_go_when_their_time_is_up(void **state)
{
	uint64_t now = bgproc_wall_us();

	PUT(.key = "old", .state = BGPROC_STATE_FAILED, .ended_us = now - 11000000, .keep_s = 10);
	PUT(.key = "old2", .state = BGPROC_STATE_LOST, .ended_us = now - 11000000, .keep_s = 10);
	PUT(.key = "fresh", .state = BGPROC_STATE_FAILED, .ended_us = now - 5000000, .keep_s = 1000);
	PUT(.key = "future", .state = BGPROC_STATE_FAILED, .ended_us = now + 3600000000, .keep_s = 0);
	PUT(.key = "long", .state = BGPROC_STATE_FAILED, .ended_us = 1, .keep_s = 9007199254740991);
	PUT(.key = "alive", .state = BGPROC_STATE_RUNNING, .supervisor = self(), .keep_s = 0);
	put_outputs("old");
	put_outputs("old2");
	put_outputs("fresh");
	assert_false(has("old"));
	assert_false(any_file_of("old"));
	assert_null(strstr(listed(""), "old2"));
	assert_false(any_file_of("old2"));
	assert_true(has("fresh") && has("future") && has("long") && has("alive"));
	assert_true(exists("fresh.out"));
}

/* The state directory may be any directory: what is no record is never removed. */
static void files_of_other_kinds_survive_everything(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	put_file("package.json", "{\"name\":\"mine\"}");
	put_file("broken.json", "[1,2");
	make_old("package.json", 1000000);
	make_old("broken.json", 1000000);
	has_unreadable("package", "corrupt");
	assert_non_null(strstr(listed(""), "package?;"));
	claim_refused("package", "not a record");
	claim_refused("broken", "not a record");
	assert_int_equal(store->ops->remove(store, "package", &err), BGPROC_ERR_STATE);
	put_file("index.php", "<?php");
	put_file("notes.out", "");
	put_file(".profile.1.2x", "");
	make_old("index.php", 1000000);
	make_old("notes.out", 1000000);
	make_old(".profile.1.2x", 1000000);
	assert_int_equal(store->ops->sweep(store), 0);
	assert_true(exists("package.json") && exists("broken.json") && exists("index.php") && exists("notes.out"));
}

static void what_is_left_of_a_record_can_be_removed(void **state)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;

	encode(&text, &(struct spec) {.key = "cut", .state = BGPROC_STATE_RUNNING, .supervisor = self()});
	for (size_t length = 0; length < text.length - 1; length += 13) {
		put_text("cut.json", text.data, length);
		put_outputs("cut");
		has_unreadable("cut", "corrupt");
		if (length % 2) {
			claim_works("cut");
		} else {
			assert_int_equal(store->ops->remove(store, "cut", NULL), BGPROC_OK);
		}
		assert_false(exists("cut.json"));
	}
	memset(text.data, 0, text.length);
	put_text("cut.json", text.data, text.length);
	claim_works("cut");
	assert_false(exists("cut.json"));
	bgproc_buf_free(&text);
}

/* ---- settling ---- */

static bool settle(struct bgproc_record *record)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	bool removed = true;

	if (store->ops->settle(store, record, &removed, &err) != BGPROC_OK) {
		fail_msg("settle: %s", err.text);
	}
	return removed;
}

static void the_living_are_left_alone(void **state)
{
	pid_t pid = child_waiting();
	struct bgproc_record record;

	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = identity_of(pid));
	assert_true(get("k", &record));
	assert_false(settle(&record));
	assert_int_equal(record.state, BGPROC_STATE_RUNNING);
	bgproc_record_free(&record);
	end_child(pid);
	/* What has ended too: nothing is looked at. */
	PUT(.key = "k", .state = BGPROC_STATE_FAILED, .supervisor = identity_gone(), .keep_s = 100);
	assert_true(get("k", &record));
	assert_int_equal(unlink("k.json"), 0);
	assert_false(settle(&record));
	assert_int_equal(record.state, BGPROC_STATE_FAILED);
	bgproc_record_free(&record);
}

static void check_lost(const struct bgproc_record *record, const char *reason, bool command_alive)
{
	assert_int_equal(record->state, BGPROC_STATE_LOST);
	assert_string_equal(record->reason, reason);
	assert_int_equal(record->command_alive, command_alive);
	assert_true(record->ended_us > 0 && record->ended_us <= bgproc_wall_us());
	assert_false(record->end.exited);
	assert_string_equal(record->argv[0], "sleep 1");
	assert_string_equal(record->labels[0].name, "color");
}

static void a_dead_supervisor_is_a_lost_process(void **state)
{
	pid_t command = child_waiting();
	struct bgproc_record record;
	struct stat st;

	for (int alive = 1; alive >= 0; alive--) {
		PUT(.key = "k", .state = alive ? BGPROC_STATE_RUNNING : BGPROC_STATE_STARTING, .supervisor = identity_gone(),
			.command = identity_of(command), .keep_s = alive ? 5 : KEEP_LOST + 5);
		if (!alive) {
			end_child(command);
		}
		assert_true(get("k", &record));
		assert_false(settle(&record));
		check_lost(&record, "supervisor-gone", alive);
		assert_int_equal(record.keep_s, alive ? KEEP_LOST : KEEP_LOST + 5);
		bgproc_record_free(&record);
		/* On disk too, for everybody, in a file of our kind. */
		assert_true(get("k", &record));
		check_lost(&record, "supervisor-gone", alive);
		assert_int_equal(record.keep_s, alive ? KEEP_LOST : KEEP_LOST + 5);
		bgproc_record_free(&record);
		assert_int_equal(stat("k.json", &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
		assert_string_equal(listed(""), "k;");
	}
}

static void a_zombie_is_dead(void **state)
{
	struct bgproc_record record;
	siginfo_t info;
	pid_t pid = child_waiting();

	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = identity_of(pid));
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitid(P_PID, (id_t) pid, &info, WEXITED | WNOWAIT), 0);
	assert_true(get("k", &record));
	assert_false(settle(&record));
	assert_int_equal(record.state, BGPROC_STATE_LOST);
	bgproc_record_free(&record);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* The pid lives, but it is another process. */
static void a_reused_pid_is_dead(void **state)
{
	struct bgproc_identity me = self();
	struct bgproc_record record;

	me.pidfd_inode = me.pidfd_inode ? me.pidfd_inode + 1 : 0;
	me.start_ticks += 1;
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = me);
	assert_true(get("k", &record));
	assert_false(settle(&record));
	check_lost(&record, "supervisor-gone", false);
	bgproc_record_free(&record);
}

static void after_a_reboot(void **state)
{
	struct bgproc_identity before = self();
	struct bgproc_record record;

	memcpy(before.boot_id, "00000000-0000-0000-0000-000000000000", sizeof before.boot_id);
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = before, .command = before);
	assert_true(get("k", &record));
	assert_false(settle(&record));
	check_lost(&record, "rebooted", false);
	bgproc_record_free(&record);
	assert_true(get("k", &record));
	check_lost(&record, "rebooted", false);
	bgproc_record_free(&record);
}

static void in_another_pid_namespace(void **state)
{
	struct bgproc_identity there = self();
	struct bgproc_record record;
	struct bgproc_error err = BGPROC_ERROR_INIT;

	there.pid_namespace++;
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = there, .command = there);
	assert_true(get("k", &record));
	assert_false(settle(&record));
	check_lost(&record, "other-namespace", false);
	bgproc_record_free(&record);
	/* It may live there: nothing was written, and nothing can be removed. */
	assert_true(get("k", &record));
	assert_int_equal(record.state, BGPROC_STATE_RUNNING);
	bgproc_record_free(&record);
	claim_refused("k", "namespace");
	assert_int_equal(store->ops->remove(store, "k", &err), BGPROC_ERR_STATE);
	assert_true(exists("k.json"));
}

static void the_last_word_of_the_supervisor_counts(void **state)
{
	struct bgproc_identity gone = identity_gone();
	struct bgproc_record record;

	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = gone);
	assert_true(get("k", &record));
	PUT(.key = "k", .state = BGPROC_STATE_SUCCEEDED, .supervisor = gone, .keep_s = 100);
	assert_false(settle(&record));
	assert_int_equal(record.state, BGPROC_STATE_SUCCEEDED);
	bgproc_record_free(&record);
	/* Or it has removed the record. */
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = gone);
	assert_true(get("k", &record));
	assert_int_equal(unlink("k.json"), 0);
	assert_true(settle(&record));
	bgproc_record_free(&record);
	/* Or another process has the key now, alive or dead in its turn. */
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = gone);
	assert_true(get("k", &record));
	PUT(.key = "k", .state = BGPROC_STATE_STARTING, .supervisor = self());
	assert_false(settle(&record));
	assert_int_equal(record.state, BGPROC_STATE_STARTING);
	assert_int_equal(record.supervisor.pid, getpid());
	bgproc_record_free(&record);
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = gone);
	assert_true(get("k", &record));
	PUT(.key = "k", .state = BGPROC_STATE_STARTING, .supervisor = identity_gone());
	assert_false(settle(&record));
	check_lost(&record, "supervisor-gone", false);
	bgproc_record_free(&record);
	/* Or what is there cannot be read. */
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = gone);
	assert_true(get("k", &record));
	put_file("k.json", "{");
	assert_false(settle(&record));
	assert_string_equal(record.reason, "corrupt");
	bgproc_record_free(&record);
}

static int settle_on_a_read_only_directory(const struct bgproc_identity *gone)
{
	struct bgproc_record record;
	bool found, removed;

	store->ops->close(store);
	if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0 ||
		bgproc_store_file_open(&store, "readonly", false, false, KEEP_LOST, NULL) != BGPROC_OK || !store) {
		return 1;
	}
	if (store->ops->get(store, "k", &record, &found, NULL) != BGPROC_OK || !found ||
		record.supervisor.pid != gone->pid || record.state != BGPROC_STATE_RUNNING) {
		return 2;
	}
	if (store->ops->settle(store, &record, &removed, NULL) != BGPROC_OK || removed ||
		record.state != BGPROC_STATE_LOST || strcmp(record.reason, "supervisor-gone") != 0) {
		return 3;
	}
	bgproc_record_free(&record);
	if (store->ops->remove(store, "k", NULL) == BGPROC_OK) {
		return 4;
	}
	store->ops->close(store);
	return 0;
}

static void where_nothing_can_be_written_it_is_lost_all_the_same(void **state)
{
	struct bgproc_identity gone = identity_gone();
	int status;
	pid_t pid;

	NEED_ROOT();
	assert_int_equal(chmod(base, 0755), 0);
	assert_int_equal(mkdir("readonly", 0700), 0);
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = gone);
	assert_int_equal(rename("k.json", "readonly/k.json"), 0);
	assert_int_equal(chown("readonly/k.json", NOBODY, NOBODY), 0);
	assert_int_equal(chown("readonly", NOBODY, NOBODY), 0);
	assert_int_equal(chmod("readonly", 0500), 0);
	pid = fork();
	if (pid == 0) {
		_exit(settle_on_a_read_only_directory(&gone));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_true(exists("readonly/k.json"));
}

static void many_readers_settle_one_record(void **state)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(10000);

	for (int round = 0; round < 20 && (round < 2 || bgproc_deadline_left(deadline) > 0); round++) {
		struct bgproc_record record;
		int status;

		PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = identity_gone());
		for (int i = 0; i < 16; i++) {
			if (fork() == 0) {
				alarm(60);
				_exit(!get("k", &record) || settle(&record) || record.state != BGPROC_STATE_LOST);
			}
		}
		while (wait(&status) > 0) {
			assert_int_equal(status, 0);
		}
		assert_true(get("k", &record));
		check_lost(&record, "supervisor-gone", false);
		bgproc_record_free(&record);
	}
	assert_string_equal(listed(""), "k;");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(names),
		TEST(a_record_is_found_as_it_was_written),
		TEST(impossible_and_unknown_keys_are_not_found),
		TEST(unreadable_records_are_shown_as_lost),
		TEST(a_remnant_of_a_record_expires),
		TEST(a_whole_text_never_expires),
		TEST(what_is_no_remnant_stays),
		TEST(what_is_no_plain_file_of_ours_is_invisible),
		TEST(listing_by_prefix_and_ending_it),
		TEST(no_directory_is_no_record),
		TEST(kept_records_go_when_their_time_is_up),
		TEST(files_of_other_kinds_survive_everything),
		TEST(what_is_left_of_a_record_can_be_removed),
		TEST(the_living_are_left_alone),
		TEST(a_dead_supervisor_is_a_lost_process),
		TEST(a_zombie_is_dead),
		TEST(a_reused_pid_is_dead),
		TEST(after_a_reboot),
		TEST(in_another_pid_namespace),
		TEST(the_last_word_of_the_supervisor_counts),
		TEST(where_nothing_can_be_written_it_is_lost_all_the_same),
		TEST(many_readers_settle_one_record),
	};

	return cmocka_run_group_tests_name("store_file", tests, NULL, NULL);
}
