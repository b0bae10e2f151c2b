/* SPDX-License-Identifier: Apache-2.0 */

/* The supervisor's part of the store for jobs: longer records, results, companions. */

#include "tests/unit/store/store_room.h"

#include "src/store/record/decode.h"
#include "src/store/file/result.h"
#include "src/store/file/writer.h"

#include <dirent.h>

static struct bgproc_record_writer writer;
static struct bgproc_job_progress progress;
static struct bgproc_record record;
static int record_fd;
static char *words[] = {(char *) "x"};
static size_t lengths[] = {1};

static int set_up_writer(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_buf text = BGPROC_BUF_INIT;
	size_t fixed_length;

	if (set_up(state) != 0) {
		return -1;
	}
	progress = (struct bgproc_job_progress) {.attempt = 1};
	record = (struct bgproc_record) {.key = (char *) "k",
		.argv = words,
		.argv_lengths = lengths,
		.argc = 1,
		.created_at = "2026-01-02 03:04:05",
		.version = BGPROC_RECORD_VERSION,
		.supervisor = self(),
		.job = BGPROC_JOB_HTTP,
		.state = BGPROC_STATE_STARTING,
		.progress = &progress};
	bgproc_record_encode_fixed(&text, &record, NULL);
	fixed_length = text.length;
	bgproc_record_encode_live(&text, &record);
	record_fd = bgproc_file_create(bgproc_store_file_directory(store), "k.json");
	if (record_fd < 0 || bgproc_write_all(record_fd, text.data, text.length) < 0) {
		return -1;
	}
	bgproc_buf_free(&text);
	if (bgproc_record_writer_open(&writer, bgproc_store_file_directory(store), "k", record_fd, fixed_length, &err) != BGPROC_OK) {
		return -1;
	}
	writer.job = BGPROC_JOB_HTTP;
	return 0;
}

static int tear_down_writer(void **state)
{
	bgproc_record_writer_close(&writer);
	close(record_fd);
	return tear_down(state);
}

static enum bgproc_status put(enum bgproc_state to, bool final)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	record.state = to;
	record.ended_us = final ? bgproc_wall_us() : 0;
	return bgproc_record_writer_put(&writer, &record, final, &err);
}

static enum bgproc_status put_result(const char *text)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	return bgproc_record_writer_put_result(&writer, text, strlen(text), &err);
}

static const char *content(const char *name)
{
	static char text[8192];
	int fd = bgproc_file_open_own(bgproc_store_file_directory(store), name, O_RDONLY, NULL);
	ssize_t length = fd < 0 ? -1 : bgproc_read_full(fd, text, sizeof text - 1);

	bgproc_fd_close(&fd);
	if (length < 0) {
		return NULL;
	}
	text[length] = '\0';
	return text;
}

static int names(void)
{
	DIR *directory = opendir(base);
	int count = -2;

	while (readdir(directory)) {
		count++;
	}
	closedir(directory);
	return count;
}

static void a_full_disk_has_room_for_the_longest_record_of_a_job(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record read;
	struct rlimit old, none;
	struct stat st;

	assert_int_equal(bgproc_record_writer_reserve(&writer, &err), BGPROC_OK);
	assert_int_equal(fstat(writer.reserve_fd, &st), 0);
	assert_true(st.st_blocks * 512 >= (blkcnt_t) (writer.fixed_length + BGPROC_RECORD_LIVE_JOB_MAX));
	memset(progress.text, '"', BGPROC_JOB_TEXT_MAX);
	memset(progress.error_type, '\n', BGPROC_JOB_ERROR_TYPE_MAX);
	memset(progress.error_message, '\\', BGPROC_JOB_ERROR_MESSAGE_MAX);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	none = old;
	none.rlim_cur = 3;
	/* No file can be opened: only what is open already can be used. */
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(put(BGPROC_STATE_RUNNING, false), BGPROC_ERR_STORE);
	assert_int_equal(put(BGPROC_STATE_FAILED, true), BGPROC_OK);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	record.keep_failed_s = 1000;
	assert_int_equal(names(), 1);
	assert_true(bgproc_record_decode(&read, content("k.json"), strlen(content("k.json")), "k", &err) == BGPROC_OK);
	assert_int_equal(read.state, BGPROC_STATE_FAILED);
	assert_string_equal(read.progress->text, progress.text);
	assert_string_equal(read.progress->error_message, progress.error_message);
	bgproc_record_free(&read);
}

static void a_writer_that_has_reserved_allocates_nothing_more(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	const char *data;

	assert_int_equal(bgproc_record_writer_reserve(&writer, &err), BGPROC_OK);
	data = writer.fixed.data;
	memset(progress.text, '"', BGPROC_JOB_TEXT_MAX);
	memset(progress.error_message, '"', BGPROC_JOB_ERROR_MESSAGE_MAX);
	for (int i = 0; i < 20; i++) {
		progress.text[i * 3] = '\0';
		assert_int_equal(put(BGPROC_STATE_RUNNING, false), BGPROC_OK);
		assert_ptr_equal(writer.fixed.data, data);
		progress.text[i * 3] = '"';
	}
}

static void a_result_is_published_whole_and_replaced(void **state)
{
	struct stat st;

	assert_int_equal(put_result("{\"rows\":3}"), BGPROC_OK);
	assert_string_equal(content("k.result"), "{\"rows\":3}");
	assert_int_equal(lstat("k.result", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	/* A later attempt has another one. */
	assert_int_equal(put_result("null"), BGPROC_OK);
	assert_string_equal(content("k.result"), "null");
	progress.has_result = true;
	assert_int_equal(put(BGPROC_STATE_SUCCEEDED, true), BGPROC_OK);
	assert_non_null(strstr(content("k.json"), "\"result\":true"));
	assert_int_equal(names(), 2);
}

static void a_result_of_somebody_else_is_not_touched(void **state)
{
	put_file("k.result", "mine");
	assert_int_equal(put_result("1"), BGPROC_ERR_STORE);
	assert_string_equal(content("k.result"), "mine");
	assert_int_equal(unlink("k.result"), 0);
	assert_int_equal(put_result("1"), BGPROC_OK);
	/* Replaced by hand since. */
	assert_int_equal(unlink("k.result"), 0);
	put_file("k.result", "mine");
	assert_int_equal(put_result("2"), BGPROC_ERR_STORE);
	assert_string_equal(content("k.result"), "mine");
	/* Removed by hand: comes again. */
	assert_int_equal(unlink("k.result"), 0);
	assert_int_equal(put_result("3"), BGPROC_OK);
	assert_string_equal(content("k.result"), "3");
	assert_int_equal(unlink("k.result"), 0);
	assert_int_equal(symlink("elsewhere", "k.result"), 0);
	assert_int_equal(put_result("4"), BGPROC_ERR_STORE);
	assert_false(exists("elsewhere"));
	assert_int_equal(names(), 2);
}

static void without_our_record_no_result(void **state)
{
	assert_int_equal(unlink("k.json"), 0);
	put_file("k.json", "{\"key\":\"k\",\"pid\":77}");
	assert_int_equal(put_result("1"), BGPROC_ERR_STORE);
	assert_false(exists("k.result"));
	assert_int_equal(names(), 1);
}

static void a_result_without_room_leaves_the_one_before(void **state)
{
	char *large = calloc(1, 10000);
	struct rlimit old, small;

	memset(large, '1', 9999);
	assert_int_equal(put_result("1"), BGPROC_OK);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 4096;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(put_result(large), BGPROC_ERR_STORE);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	free(large);
	assert_string_equal(content("k.result"), "1");
	assert_int_equal(names(), 2);
	/* The job ends all the same. */
	assert_int_equal(put(BGPROC_STATE_FAILED, true), BGPROC_OK);
}

static void put_companions(void)
{
	static const char *const companions[] = {
		"k.out", "k.err", "k.cut", "k.php", "k.sock", "k.log", "k.request", "kk.log", "k.log2"};

	for (size_t i = 0; i < sizeof companions / sizeof companions[0]; i++) {
		put_file(companions[i], "x");
	}
}

static void removing_takes_what_is_of_the_job(void **state)
{
	static const struct {
		enum bgproc_job_kind job;
		bool output_files;
		const char *left;
	} cases[] = {
		{BGPROC_JOB_NONE, false, "k.cut k.err k.log k.log2 k.out k.php k.request k.result k.sock kk.log"},
		{BGPROC_JOB_NONE, true, "k.log k.log2 k.php k.request k.result k.sock kk.log"},
		{BGPROC_JOB_HTTP, false, "k.cut k.err k.log2 k.out k.php kk.log"},
		{BGPROC_JOB_COMMAND, true, "k.log2 k.php kk.log"},
		{BGPROC_JOB_CALL, true, "k.log2 kk.log"},
	};
	char command[256];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_true(exists("k.json") || link("saved", "k.json") == 0);
		assert_true(exists("saved") || link("k.json", "saved") == 0);
		put_companions();
		assert_true(exists("k.result") || put_result("1") == BGPROC_OK);
		writer.job = cases[i].job;
		writer.output_files = cases[i].output_files;
		bgproc_record_writer_remove(&writer);
		assert_false(exists("k.json"));
		snprintf(command, sizeof command, "test \"$(ls | grep -v saved | LC_ALL=C sort | xargs)\" = '%s'", cases[i].left);
		if (system(command) != 0) {
			fail_msg("case %zu", i);
		}
	}
	/* And nothing at all when the record is of another process. */
	put_companions();
	put_file("k.json", "{\"key\":\"k\",\"pid\":77}");
	bgproc_record_writer_remove(&writer);
	assert_true(exists("k.json") && exists("k.log") && exists("k.sock") && exists("k.out"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_writer, tear_down_writer)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_full_disk_has_room_for_the_longest_record_of_a_job),
		TEST(a_writer_that_has_reserved_allocates_nothing_more),
		TEST(a_result_is_published_whole_and_replaced),
		TEST(a_result_of_somebody_else_is_not_touched),
		TEST(without_our_record_no_result),
		TEST(a_result_without_room_leaves_the_one_before),
		TEST(removing_takes_what_is_of_the_job),
	};

	return cmocka_run_group_tests_name("record_writer_job", tests, NULL, NULL);
}
