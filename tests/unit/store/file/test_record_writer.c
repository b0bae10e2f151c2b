/* SPDX-License-Identifier: Apache-2.0 */

/* The supervisor's part of the store: one record, replaced as a whole, also on a full disk and after manipulation by others. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"
#include "src/store/file/last_words.h"
#include "src/store/file/writer.h"
#include "src/store/record/encode.h"
#include "tests/unit/refuse_call.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIXED "{\"key\":\"k\",\"pid\":1234"

struct room {
	char path[64];
	int dir_fd;
	int record_fd;
	struct bgproc_record_writer writer;
	struct bgproc_record record;
};

static int set_up(void **state)
{
	struct room *room = calloc(1, sizeof *room);
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_buf text = BGPROC_BUF_INIT;

	strcpy(room->path, "/tmp/bgproc-writer-XXXXXX");
	if (!mkdtemp(room->path)) {
		return -1;
	}
	room->dir_fd = open(room->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	room->record_fd = bgproc_file_create(room->dir_fd, "k.json");
	room->record.state = BGPROC_STATE_STARTING;
	bgproc_buf_puts(&text, FIXED);
	bgproc_record_encode_live(&text, &room->record);
	if (bgproc_write_all(room->record_fd, text.data, text.length) < 0) {
		return -1;
	}
	bgproc_buf_free(&text);
	if (bgproc_record_writer_open(
			&room->writer, room->dir_fd, "k", room->record_fd, sizeof FIXED - 1, &err) != BGPROC_OK) {
		return -1;
	}
	room->record.state = BGPROC_STATE_RUNNING;
	*state = room;
	return 0;
}

static int names_in(struct room *room)
{
	DIR *directory = opendir(room->path);
	struct dirent *entry;
	int count = -2;

	while ((entry = readdir(directory))) {
		count++;
	}
	closedir(directory);
	return count;
}

static int tear_down(void **state)
{
	struct room *room = *state;
	struct dirent *entry;
	DIR *directory;

	bgproc_record_writer_close(&room->writer);
	close(room->record_fd);
	directory = opendir(room->path);
	while ((entry = readdir(directory))) {
		unlinkat(room->dir_fd, entry->d_name, 0);
	}
	closedir(directory);
	close(room->dir_fd);
	rmdir(room->path);
	free(room);
	return 0;
}

static bool holds(struct room *room, const char *text)
{
	static char content[8192];
	int fd = openat(room->dir_fd, "k.json", O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0) {
		return false;
	}
	length = bgproc_read_full(fd, content, sizeof content - 1);
	close(fd);
	assert_true(length >= 0);
	content[length] = '\0';
	assert_true(strncmp(content, FIXED ",", sizeof FIXED) != 0 || strcmp(content + length - 2, "}\n") == 0);
	return strstr(content, text);
}

static enum bgproc_status put(struct room *room, enum bgproc_state to, bool final)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	room->record.state = to;
	return bgproc_record_writer_put(&room->writer, &room->record, final, &err);
}

static void replace_by_hand(struct room *room, const char *content)
{
	int fd;

	unlinkat(room->dir_fd, "k.json", 0);
	fd = bgproc_file_create(room->dir_fd, "k.json");
	assert_int_equal(bgproc_write_all(fd, content, strlen(content)), 0);
	close(fd);
}

static void a_record_is_replaced_whole(void **state)
{
	struct room *room = *state;

	for (int i = 0; i < 50; i++) {
		assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_OK);
		assert_true(holds(room, FIXED ",\"state\":\"running\""));
		assert_int_equal(names_in(room), 1);
	}
	assert_int_equal(put(room, BGPROC_STATE_SUCCEEDED, true), BGPROC_OK);
	assert_true(holds(room, FIXED ",\"state\":\"succeeded\""));
	assert_int_equal(names_in(room), 1);
}

/* ext4 writes a file out at once that is renamed over another one: each process would wait for its disk. */
static int without_rename(struct room *room)
{
	if (!refuse_call(SYS_renameat, EIO)) {
		return 1;
	}
	for (int i = 0; i < 3; i++) {
		if (put(room, BGPROC_STATE_RUNNING, false) != BGPROC_OK || !holds(room, FIXED ",\"state\":\"running\"") ||
			names_in(room) != 1) {
			return 2;
		}
	}
	return 0;
}

static void a_record_that_is_not_final_is_renamed_over_nothing(void **state)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		_exit(without_rename(*state));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/*
 * A supervisor that was killed between the exchange of the names and the removal leaves the old record under a temporary name
 * that nobody uses: the next put takes another one, and so would the supervisor of a new process with the same pid.
 */
static void a_name_that_is_left_does_no_harm(void **state)
{
	struct room *room = *state;
	char name[64];
	int fd;

	for (int i = 0; i < 3; i++) {
		snprintf(name, sizeof name, ".k.%ld.%d", (long) getpid(), i);
		fd = bgproc_file_create(room->dir_fd, name);
		assert_true(fd >= 0);
		close(fd);
	}
	assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_OK);
	assert_true(holds(room, FIXED ",\"state\":\"running\""));
	assert_int_equal(names_in(room), 4);
	assert_int_equal(put(room, BGPROC_STATE_SUCCEEDED, true), BGPROC_OK);
	assert_true(holds(room, FIXED ",\"state\":\"succeeded\""));
	assert_int_equal(names_in(room), 4);
}

static void the_reserved_file_becomes_the_final_record(void **state)
{
	struct room *room = *state;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct stat reserved, final;

	assert_int_equal(bgproc_record_writer_reserve(&room->writer, &err), BGPROC_OK);
	assert_int_equal(names_in(room), 2);
	assert_int_equal(fstat(room->writer.reserve_fd, &reserved), 0);
	assert_true(reserved.st_blocks * 512 >= (blkcnt_t) sizeof FIXED + BGPROC_RECORD_LIVE_MAX);
	assert_int_equal(reserved.st_mode & 07777, 0600);
	assert_int_equal(room->writer.reserve_name[0], '.');
	assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_OK);
	assert_int_equal(put(room, BGPROC_STATE_FAILED, true), BGPROC_OK);
	assert_int_equal(fstatat(room->dir_fd, "k.json", &final, 0), 0);
	assert_int_equal(final.st_ino, reserved.st_ino);
	assert_int_equal(names_in(room), 1);
}

static void the_reserved_file_is_locked_and_released(void **state)
{
	struct room *room = *state;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	int fd;

	assert_int_equal(bgproc_record_writer_reserve(&room->writer, &err), BGPROC_OK);
	fd = openat(room->dir_fd, room->writer.reserve_name, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), -1);
	assert_int_equal(errno, EWOULDBLOCK);
	close(fd);
	bgproc_record_writer_close(&room->writer);
	assert_int_equal(names_in(room), 1);
}

/* A full disk, as far as it can be had without mounting one: no file may grow. */
static void without_room_the_final_record_is_written_all_the_same(void **state)
{
	struct room *room = *state;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct rlimit old, none;

	assert_int_equal(bgproc_record_writer_reserve(&room->writer, &err), BGPROC_OK);
	assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_OK);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	none = old;
	none.rlim_cur = 3;
	/* No file can be opened: only what is open already can be used. */
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_ERR_STORE);
	assert_int_equal(put(room, BGPROC_STATE_STOPPED, true), BGPROC_OK);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	assert_true(holds(room, "\"state\":\"stopped\""));
}

static void a_swept_reservation_is_no_loss(void **state)
{
	struct room *room = *state;
	struct bgproc_error err = BGPROC_ERROR_INIT;

	assert_int_equal(bgproc_record_writer_reserve(&room->writer, &err), BGPROC_OK);
	assert_int_equal(unlinkat(room->dir_fd, room->writer.reserve_name, 0), 0);
	assert_int_equal(put(room, BGPROC_STATE_STOPPED, true), BGPROC_OK);
	assert_true(holds(room, "\"state\":\"stopped\""));
	assert_int_equal(names_in(room), 1);
}

static void a_reservation_without_room_is_an_error_and_leaves_nothing(void **state)
{
	struct room *room = *state;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct rlimit old, small;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 100;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(bgproc_record_writer_reserve(&room->writer, &err), BGPROC_ERR_STORE);
	assert_int_equal(err.sys_errno, EFBIG);
	assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_ERR_STORE);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(names_in(room), 1);
	assert_true(holds(room, "\"state\":\"starting\""));
}

static void the_published_record_is_the_last_resort(void **state)
{
	struct room *room = *state;
	struct rlimit old, none;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	none = old;
	none.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(put(room, BGPROC_STATE_FAILED, true), BGPROC_OK);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	assert_true(holds(room, "\"state\":\"failed\""));
}

static void a_record_of_another_process_is_not_touched(void **state)
{
	struct room *room = *state;
	static const char *const others[] = {"{\"key\":\"k\",\"pid\":9999,\"state\":\"running\"}\n", "", "x"};

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		replace_by_hand(room, others[i]);
		assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_ERR_STORE);
		assert_int_equal(put(room, BGPROC_STATE_FAILED, true), BGPROC_ERR_STORE);
		bgproc_record_writer_remove(&room->writer);
		assert_true(holds(room, others[i]));
	}
	unlinkat(room->dir_fd, "k.json", 0);
	assert_int_equal(symlinkat("/etc/passwd", room->dir_fd, "k.json"), 0);
	assert_int_equal(put(room, BGPROC_STATE_FAILED, true), BGPROC_ERR_STORE);
	bgproc_record_writer_remove(&room->writer);
	assert_int_equal(names_in(room), 1);
}

static void our_record_is_known_by_its_text(void **state)
{
	struct room *room = *state;

	/* As a reader leaves it that took us for dead. */
	replace_by_hand(room, FIXED ",\"state\":\"lost\"}\n");
	assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_OK);
	assert_true(holds(room, "\"state\":\"running\""));
	replace_by_hand(room, FIXED ",\"state\":\"lost\"}\n");
	bgproc_record_writer_remove(&room->writer);
	assert_int_equal(names_in(room), 0);
}

static void a_removed_record_comes_back_only_at_the_end(void **state)
{
	struct room *room = *state;

	unlinkat(room->dir_fd, "k.json", 0);
	assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_ERR_STORE);
	assert_int_equal(names_in(room), 0);
	bgproc_record_writer_remove(&room->writer);
	assert_int_equal(put(room, BGPROC_STATE_SUCCEEDED, true), BGPROC_OK);
	assert_true(holds(room, "\"state\":\"succeeded\""));
}

static void removing_leaves_files_of_others(void **state)
{
	static const char *const names[] = {"k.out", "k.err", "k.cut", "k.php", "kk.out", "other.json"};
	struct room *room = *state;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		close(bgproc_file_create(room->dir_fd, names[i]));
	}
	/* Without captured output nothing of these names is ours; a script never is. */
	bgproc_record_writer_remove(&room->writer);
	assert_int_equal(names_in(room), 6);
}

static void removing_takes_captured_output_along(void **state)
{
	static const char *const names[] = {"k.out", "k.err", "k.cut", "k.php", "kk.out"};
	struct room *room = *state;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		close(bgproc_file_create(room->dir_fd, names[i]));
	}
	room->writer.output_files = true;
	bgproc_record_writer_remove(&room->writer);
	assert_int_equal(names_in(room), 2);
}

static void a_companion_is_made_beside_our_own_record_alone(void **state)
{
	struct room *room = *state;
	int fd = bgproc_record_writer_create(&room->writer, ".cut");
	struct stat st;

	assert_true(fd > 2);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	close(fd);
	/* It replaces nothing. */
	assert_int_equal(bgproc_record_writer_create(&room->writer, ".cut"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(unlinkat(room->dir_fd, "k.cut", 0), 0);
	/* Of another process, which has the key by now. */
	assert_int_equal(unlinkat(room->dir_fd, "k.json", 0), 0);
	fd = bgproc_file_create(room->dir_fd, "k.json");
	assert_int_equal(write(fd, "{}", 2), 2);
	close(fd);
	assert_int_equal(bgproc_record_writer_create(&room->writer, ".cut"), -1);
	assert_int_equal(errno, EEXIST);
}

static void a_bad_beginning_is_refused(void **state)
{
	struct room *room = *state;
	struct bgproc_record_writer writer;
	struct bgproc_error err = BGPROC_ERROR_INIT;

	assert_int_equal(bgproc_record_writer_open(&writer, room->dir_fd, "../k", room->record_fd, 5, &err),
		BGPROC_ERR_ARGUMENT);
	bgproc_record_writer_close(&writer);
	err = (struct bgproc_error) BGPROC_ERROR_INIT;
	assert_int_equal(bgproc_record_writer_open(&writer, room->dir_fd, "k", room->record_fd, 100000, &err),
		BGPROC_ERR_STORE);
	bgproc_record_writer_close(&writer);
	err = (struct bgproc_error) BGPROC_ERROR_INIT;
	assert_int_equal(bgproc_record_writer_open(&writer, room->dir_fd, "k", -1, 5, &err), BGPROC_ERR_STORE);
	assert_int_equal(err.sys_errno, EBADF);
	bgproc_record_writer_close(&writer);
}

/* A reader with the position where a first read() has left it, and what a second one still finds. */
static int read_to_the_end(struct room *room, char *text, size_t size)
{
	int fd = openat(room->dir_fd, "k.json", O_RDONLY | O_CLOEXEC);
	ssize_t length = read(fd, text, size - 1);

	assert_true(fd >= 0 && length > 0);
	text[length] = '\0';
	return fd;
}

static void check_second_half(int fd, const char *first_half)
{
	char more[64], whole[4096];
	ssize_t length;

	/* What has been read is the whole text, whatever was written since. */
	assert_int_equal(read(fd, more, sizeof more), 0);
	assert_string_equal(first_half + strlen(first_half) - 2, "}\n");
	length = pread(fd, whole, sizeof whole, 0);
	assert_int_equal(length, strlen(first_half));
	assert_memory_equal(whole + length - 2, "}\n", 2);
	close(fd);
}

static void last_words_are_for_those_who_hold_the_record(void **state)
{
	struct room *room = *state;
	char first[4096], second[4096], whole[4096] = "";
	int early = read_to_the_end(room, first, sizeof first), late, held;

	assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_OK);
	late = read_to_the_end(room, second, sizeof second);
	held = openat(room->dir_fd, "k.json", O_RDONLY | O_CLOEXEC);
	assert_int_equal(flock(held, LOCK_SH | LOCK_NB), 0);
	bgproc_record_writer_remove(&room->writer);
	room->record.state = BGPROC_STATE_TIMED_OUT;
	room->record.command.pid = 4194303;
	room->record.started_us = room->record.ended_us = UINT64_MAX;
	room->record.end = (struct bgproc_end) {.term_signal = 9,
		.usage = {UINT64_MAX, UINT64_MAX, UINT64_MAX},
		.stdout_dropped = UINT64_MAX,
		.survivors = UINT32_MAX};
	bgproc_record_writer_last_words(&room->writer, &room->record);

	/* Nobody holds the first file: it is what it was. */
	assert_int_equal(pread(early, whole, sizeof whole - 1, 0), strlen(first));
	assert_string_equal(whole, first);
	check_second_half(early, first);
	/* The second is held, and read by somebody else. */
	assert_int_equal(pread(held, whole, sizeof whole - 1, 0), strlen(second));
	assert_non_null(strstr(whole, FIXED ",\"state\":\"timed_out\",\"command_pid\":4194303,"));
	assert_non_null(strstr(whole, "\"command_alive\":false "));
	check_second_half(late, second);
	close(held);
}

/* A job replaces its record again and again. */
static void a_held_record_is_told_however_often_it_was_replaced(void **state)
{
	struct room *room = *state;
	char whole[4096] = "";
	int held[3];

	for (int i = 0; i < 3; i++) {
		assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_OK);
		held[i] = openat(room->dir_fd, "k.json", O_RDONLY | O_CLOEXEC);
		assert_int_equal(flock(held[i], LOCK_SH | LOCK_NB), 0);
		for (int j = 0; j < 30; j++) {
			assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_OK);
		}
	}
	/* A reader that closes the record frees a place for another one. */
	close(held[1]);
	for (int i = 0; i < 2 * BGPROC_RECORD_HELD_MAX; i++) {
		held[1] = openat(room->dir_fd, "k.json", O_RDONLY | O_CLOEXEC);
		assert_int_equal(flock(held[1], LOCK_SH | LOCK_NB), 0);
		assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_OK);
		assert_in_range(room->writer.held_count, 3, 4);
		if (i < 2 * BGPROC_RECORD_HELD_MAX - 1) {
			close(held[1]);
		}
	}
	bgproc_record_writer_remove(&room->writer);
	room->record.state = BGPROC_STATE_STOPPED;
	bgproc_record_writer_last_words(&room->writer, &room->record);
	for (int i = 0; i < 3; i++) {
		assert_true(pread(held[i], whole, sizeof whole - 1, 0) > 0);
		assert_non_null(strstr(whole, "\"state\":\"stopped\""));
		close(held[i]);
	}
}

/* There is a limit; those beyond it do not learn the outcome, and nothing else goes wrong. */
static void too_many_held_records(void **state)
{
	struct room *room = *state;
	char whole[4096] = "";
	int held[BGPROC_RECORD_HELD_MAX + 8], told = 0;

	for (int i = 0; i < BGPROC_RECORD_HELD_MAX + 8; i++) {
		assert_int_equal(put(room, BGPROC_STATE_RUNNING, false), BGPROC_OK);
		held[i] = openat(room->dir_fd, "k.json", O_RDONLY | O_CLOEXEC);
		assert_int_equal(flock(held[i], LOCK_SH | LOCK_NB), 0);
	}
	bgproc_record_writer_remove(&room->writer);
	room->record.state = BGPROC_STATE_STOPPED;
	bgproc_record_writer_last_words(&room->writer, &room->record);
	for (int i = 0; i < BGPROC_RECORD_HELD_MAX + 8; i++) {
		assert_true(pread(held[i], whole, sizeof whole - 1, 0) > 0);
		told += strstr(whole, "\"state\":\"stopped\"") != NULL;
		close(held[i]);
	}
	/* The last one was never replaced. */
	assert_int_equal(told, BGPROC_RECORD_HELD_MAX + 1);
}

static void last_words_keep_the_length_of_the_file(void **state)
{
	static const char blanks[] = "                    }\n";
	struct room *room = *state;
	char first[4096], whole[4096] = "";
	int held;

	/* Longer than our text would be. */
	assert_int_equal(pwrite(room->record_fd, blanks, sizeof blanks - 1, lseek(room->record_fd, 0, SEEK_END) - 2),
		sizeof blanks - 1);
	held = read_to_the_end(room, first, sizeof first);
	assert_int_equal(flock(held, LOCK_SH | LOCK_NB), 0);
	bgproc_record_writer_remove(&room->writer);
	room->record.state = BGPROC_STATE_STOPPED;
	bgproc_record_writer_last_words(&room->writer, &room->record);
	assert_int_equal(pread(held, whole, sizeof whole - 1, 0), strlen(first));
	assert_non_null(strstr(whole, "\"state\":\"stopped\""));
	check_second_half(held, first);
}

static void a_record_that_has_its_name_is_not_spoken_to(void **state)
{
	struct room *room = *state;
	int held = openat(room->dir_fd, "k.json", O_RDONLY | O_CLOEXEC);

	assert_int_equal(flock(held, LOCK_SH | LOCK_NB), 0);
	room->record.state = BGPROC_STATE_STOPPED;
	bgproc_record_writer_last_words(&room->writer, &room->record);
	assert_true(holds(room, "\"state\":\"starting\""));
	close(held);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_record_is_replaced_whole),
		TEST(a_record_that_is_not_final_is_renamed_over_nothing),
		TEST(a_name_that_is_left_does_no_harm),
		TEST(the_reserved_file_becomes_the_final_record),
		TEST(the_reserved_file_is_locked_and_released),
		TEST(without_room_the_final_record_is_written_all_the_same),
		TEST(a_swept_reservation_is_no_loss),
		TEST(a_reservation_without_room_is_an_error_and_leaves_nothing),
		TEST(the_published_record_is_the_last_resort),
		TEST(a_record_of_another_process_is_not_touched),
		TEST(our_record_is_known_by_its_text),
		TEST(a_removed_record_comes_back_only_at_the_end),
		TEST(removing_leaves_files_of_others),
		TEST(removing_takes_captured_output_along),
		TEST(a_companion_is_made_beside_our_own_record_alone),
		TEST(a_bad_beginning_is_refused),
		TEST(last_words_are_for_those_who_hold_the_record),
		TEST(a_held_record_is_told_however_often_it_was_replaced),
		TEST(too_many_held_records),
		TEST(last_words_keep_the_length_of_the_file),
		TEST(a_record_that_has_its_name_is_not_spoken_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
