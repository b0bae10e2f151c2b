/* SPDX-License-Identifier: Apache-2.0 */

/* The file store and jobs: how long their records are kept, and which files are removed with them. */

#include "tests/unit/store/store_room.h"

#include <sys/socket.h>
#include <sys/un.h>

#define JOB "job.0123456789abcdef0123456789abcdef"

static const char *const all[] = {".out", ".err", ".cut", ".php", ".sock", ".log", ".request", ".result"};
#define ALL (sizeof all / sizeof all[0])

static void make_socket(const char *name, mode_t mode)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", name);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *) &address, sizeof address), 0);
	assert_int_equal(chmod(name, mode), 0);
	close(fd);
}

static void put_companions(const char *key)
{
	char name[BGPROC_STORE_NAME_SIZE];

	for (size_t i = 0; i < ALL; i++) {
		bgproc_store_file_name(name, key, all[i]);
		assert_true(strlen(name) == strlen(key) + strlen(all[i]));
		if (exists(name)) {
			continue;
		}
		if (strcmp(all[i], ".sock") == 0) {
			make_socket(name, 0600);
		} else {
			put_file(name, "x");
		}
	}
}

/* The suffixes of all companions that are there, in the order above. */
static const char *companions(const char *key)
{
	static char found[128];
	char name[BGPROC_STORE_NAME_SIZE];

	found[0] = '\0';
	for (size_t i = 0; i < ALL; i++) {
		bgproc_store_file_name(name, key, all[i]);
		if (exists(name)) {
			strcat(found, all[i]);
		}
	}
	return found;
}

#define EVERYTHING ".out.err.cut.php.sock.log.request.result"

static bool settle(struct bgproc_record *record)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	bool removed = true;

	assert_int_equal(store->ops->settle(store, record, &removed, &err), BGPROC_OK);
	return removed;
}

/* ---- how long a record stays ---- */

static void success_stays_for_keep_and_every_other_end_for_keep_failed(void **state)
{
	static const enum bgproc_state ends[] = {
		BGPROC_STATE_SUCCEEDED, BGPROC_STATE_FAILED, BGPROC_STATE_TIMED_OUT, BGPROC_STATE_STOPPED, BGPROC_STATE_LOST};
	uint64_t now = bgproc_wall_us();

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		bool succeeded = ends[i] == BGPROC_STATE_SUCCEEDED;

		PUT(.key = "k", .state = ends[i], .job = BGPROC_JOB_HTTP, .ended_us = now - 20000000, .keep_s = 10,
			.keep_failed_s = 1000);
		assert_int_equal(has("k"), !succeeded);
		PUT(.key = "k", .state = ends[i], .job = BGPROC_JOB_HTTP, .ended_us = now - 20000000, .keep_s = 1000,
			.keep_failed_s = 10);
		assert_int_equal(has("k"), succeeded);
		/* Of a plain process keep says it all. */
		PUT(.key = "p", .state = ends[i], .ended_us = now - 20000000, .keep_s = 10, .keep_failed_s = 1000);
		assert_false(has("p"));
	}
}

static void what_has_not_ended_never_expires(void **state)
{
	static const enum bgproc_state states[] = {BGPROC_STATE_DELAYED, BGPROC_STATE_STARTING, BGPROC_STATE_RUNNING};
	struct bgproc_error err = BGPROC_ERROR_INIT;

	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
		PUT(.key = JOB, .state = states[i], .supervisor = self(), .job = BGPROC_JOB_CALL, .ended_us = 1);
		put_companions(JOB);
		assert_true(has(JOB));
		assert_string_equal(listed(""), JOB ";");
		assert_int_equal(store->ops->remove(store, JOB, &err), BGPROC_ERR_STATE);
		claim_refused(JOB, "has not ended");
		for (size_t j = 0; j < ALL; j++) {
			char name[BGPROC_STORE_NAME_SIZE];

			bgproc_store_file_name(name, JOB, all[j]);
			make_old(name, 100000);
		}
		assert_int_equal(store->ops->sweep(store), 0);
		assert_string_equal(companions(JOB), EVERYTHING);
		assert_true(has(JOB));
	}
}

static void a_lost_job_keeps_what_it_had_reported(void **state)
{
	struct bgproc_record record;

	for (int more = 0; more < 2; more++) {
		PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = identity_gone(), .job = BGPROC_JOB_FASTCGI, .keep_s = 5,
			.keep_failed_s = more ? KEEP_LOST + 7 : 6, .unique = "abc", .percent = 42);
		assert_true(get("k", &record));
		assert_false(settle(&record));
		bgproc_record_free(&record);
		/* From the disk, as everybody sees it. */
		assert_true(get("k", &record));
		assert_int_equal(record.state, BGPROC_STATE_LOST);
		assert_int_equal(record.job, BGPROC_JOB_FASTCGI);
		assert_int_equal(record.keep_s, 5);
		assert_int_equal(record.keep_failed_s, more ? KEEP_LOST + 7 : KEEP_LOST);
		assert_string_equal(record.unique, "abc");
		assert_int_equal(record.progress->percent, 42);
		assert_string_equal(record.progress->text, "a \"text\"");
		bgproc_record_free(&record);
	}
}

/* ---- what goes with it ---- */

static void the_files_of_a_job_go_with_its_record(void **state)
{
	static const enum bgproc_job_kind kinds[] = {
		BGPROC_JOB_COMMAND, BGPROC_JOB_CALL, BGPROC_JOB_HTTP, BGPROC_JOB_FASTCGI};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		/* The script is of a job that calls PHP only. */
		const char *left = kinds[i] == BGPROC_JOB_CALL ? "" : ".php";

		for (int way = 0; way < 4; way++) {
			PUT(.key = "k", .state = BGPROC_STATE_FAILED, .job = kinds[i], .ended_us = way < 2 ? 5 : 0,
				.keep_failed_s = way < 2 ? 1 : 1000);
			put_companions("k");
			put_file("k.log.old", "");
			switch (way) {
				case 0:
					assert_false(has("k"));
					break;
				case 1:
					assert_string_equal(listed(""), "");
					break;
				case 2:
					claim_works("k");
					break;
				default:
					assert_int_equal(store->ops->remove(store, "k", NULL), BGPROC_OK);
			}
			assert_false(exists("k.json"));
			assert_string_equal(companions("k"), left);
			assert_true(exists("k.log.old"));
			unlink("k.php");
		}
	}
}

static void without_capture_the_output_is_somebody_elses(void **state)
{
	PUT(.key = "k", .state = BGPROC_STATE_FAILED, .job = BGPROC_JOB_CALL, .uncaptured = true, .keep_failed_s = 1000);
	put_companions("k");
	assert_int_equal(store->ops->remove(store, "k", NULL), BGPROC_OK);
	assert_string_equal(companions("k"), ".out.err.cut");
}

static void such_files_beside_a_process_that_is_no_job_stay(void **state)
{
	PUT(.key = "k", .state = BGPROC_STATE_FAILED, .keep_s = 1000);
	put_companions("k");
	assert_int_equal(store->ops->remove(store, "k", NULL), BGPROC_OK);
	assert_string_equal(companions("k"), ".php.sock.log.request.result");
	/* What cannot be read says nothing of its files. */
	put_file("k.json", "{\"key\":\"k\"");
	put_companions("k");
	claim_works("k");
	assert_false(exists("k.json"));
	assert_string_equal(companions("k"), EVERYTHING);
}

static void files_of_others_stay(void **state)
{
	NEED_ROOT();
	PUT(.key = "k", .state = BGPROC_STATE_STOPPED, .job = BGPROC_JOB_HTTP, .keep_failed_s = 1000);
	put_companions("k");
	assert_int_equal(lchown("k.sock", NOBODY, NOBODY), 0);
	assert_int_equal(chown("k.result", NOBODY, NOBODY), 0);
	assert_int_equal(unlink("k.log"), 0);
	assert_int_equal(mkdir("k.log", 0700), 0);
	assert_int_equal(store->ops->remove(store, "k", NULL), BGPROC_OK);
	assert_string_equal(companions("k"), ".php.sock.log.result");
}

/* ---- sweeping ---- */

static void what_a_sweep_takes_of_jobs(void **state)
{
	static const char *const gone[] = {".log", ".result", ".request", ".sock", ".php"};
	static const char *const stay[] = {"user.log", "user.result", "app.request", "user.sock", JOB ".json.log", JOB ".txt"};
	char name[BGPROC_STORE_NAME_SIZE];

	for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
		bgproc_store_file_name(name, JOB, gone[i]);
		if (strcmp(gone[i], ".sock") == 0) {
			make_socket(name, 0666);
		} else {
			put_file(name, "");
		}
		make_old(name, 3500);
	}
	for (size_t i = 0; i < sizeof stay / sizeof stay[0]; i++) {
		if (strcmp(stay[i], "user.sock") == 0) {
			make_socket(stay[i], 0600);
		} else {
			put_file(stay[i], "");
		}
		make_old(stay[i], 4000);
	}
	/* Too young, all of them. */
	assert_int_equal(store->ops->sweep(store), 0);
	for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
		bgproc_store_file_name(name, JOB, gone[i]);
		make_old(name, 3700);
	}
	assert_int_equal(store->ops->sweep(store), (int) (sizeof gone / sizeof gone[0]));
	assert_string_equal(companions(JOB), "");
	for (size_t i = 0; i < sizeof stay / sizeof stay[0]; i++) {
		assert_true(exists(stay[i]));
	}
}

static void sockets_that_a_sweep_leaves(void **state)
{
	static const mode_t strange[] = {0777, 0755, 0622};

	for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
		make_socket(JOB ".sock", strange[i]);
		make_old(JOB ".sock", 4000);
		assert_int_equal(store->ops->sweep(store), 0);
		assert_int_equal(unlink(JOB ".sock"), 0);
	}
	make_socket(JOB ".sock", 0600);
	make_old(JOB ".sock", -4000);
	assert_int_equal(store->ops->sweep(store), 0);
	make_old(JOB ".sock", 4000);
	PUT(.key = JOB, .state = BGPROC_STATE_RUNNING, .supervisor = self(), .job = BGPROC_JOB_CALL);
	assert_int_equal(store->ops->sweep(store), 0);
	assert_int_equal(unlink(JOB ".json"), 0);
	if (geteuid() == 0) {
		assert_int_equal(lchown(JOB ".sock", NOBODY, NOBODY), 0);
		assert_int_equal(store->ops->sweep(store), 0);
		assert_int_equal(lchown(JOB ".sock", 0, 0), 0);
		make_old(JOB ".sock", 4000);
	}
	/* A name that means a socket, and what is there is none. */
	put_file("target", "");
	assert_int_equal(symlink("target", GENERATED ".sock"), 0);
	make_old(GENERATED ".sock", 4000);
	assert_int_equal(store->ops->sweep(store), 1);
	assert_false(exists(JOB ".sock"));
	assert_true(exists(GENERATED ".sock") && exists("target"));
}

/* ---- the section under the lock ---- */

static void in_a_section_everything_works_and_nobody_else_gets_in(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_store *other;
	struct bgproc_record record;
	char name[32];

	bgproc_store_lock_name(name);
	PUT(.key = "k", .state = BGPROC_STATE_RUNNING, .supervisor = identity_gone(), .job = BGPROC_JOB_HTTP, .keep_failed_s = 5);
	PUT(.key = "old", .state = BGPROC_STATE_FAILED, .ended_us = 5, .keep_s = 1);
	PUT(.key = "done", .state = BGPROC_STATE_FAILED, .keep_s = 1000);
	assert_int_equal(store->ops->lock(store, &err), BGPROC_OK);
	assert_int_equal(bgproc_file_lock(bgproc_store_file_directory(store), name, 0), -1);
	assert_int_equal(errno, EWOULDBLOCK);
	assert_true(get("k", &record));
	assert_false(settle(&record));
	assert_int_equal(record.state, BGPROC_STATE_LOST);
	bgproc_record_free(&record);
	/* Written, not only found out. */
	assert_true(get("k", &record));
	assert_int_equal(record.state, BGPROC_STATE_LOST);
	bgproc_record_free(&record);
	assert_false(has("old"));
	assert_false(exists("old.json"));
	claim_works("done");
	/* And after all that the lock is still held. */
	assert_int_equal(bgproc_file_lock(bgproc_store_file_directory(store), name, 0), -1);
	assert_int_equal(bgproc_store_file_open(&other, base, false, false, 0, &err), BGPROC_OK);
	assert_int_equal(other->ops->lock(other, &err), BGPROC_ERR_LOCK);
	store->ops->unlock(store);
	err = (struct bgproc_error) BGPROC_ERROR_INIT;
	assert_int_equal(other->ops->lock(other, &err), BGPROC_OK);
	/* Closing gives it up. */
	other->ops->close(other);
	assert_int_equal(store->ops->lock(store, &err), BGPROC_OK);
	store->ops->unlock(store);
	store->ops->unlock(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(success_stays_for_keep_and_every_other_end_for_keep_failed),
		TEST(what_has_not_ended_never_expires),
		TEST(a_lost_job_keeps_what_it_had_reported),
		TEST(the_files_of_a_job_go_with_its_record),
		TEST(without_capture_the_output_is_somebody_elses),
		TEST(such_files_beside_a_process_that_is_no_job_stay),
		TEST(files_of_others_stay),
		TEST(what_a_sweep_takes_of_jobs),
		TEST(sockets_that_a_sweep_leaves),
		TEST(in_a_section_everything_works_and_nobody_else_gets_in),
	};

	return cmocka_run_group_tests_name("store_job", tests, NULL, NULL);
}
