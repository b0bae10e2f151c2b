/* SPDX-License-Identifier: Apache-2.0 */

/* src/launch: the whole start, without PHP. */

#include "tests/unit/launch/launch_plain.h"
#include "tests/unit/room.h"

#include "src/launch/perform.h"
#include "src/platform/process/proc.h"
#include "src/store/record/decode.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>

static int enter_room(void **state)
{
	(void) state;
	return make_room("launch");
}

static int leave_room(void **state)
{
	(void) state;
	return remove_room();
}

/* The descriptors of a start in the present directory; the caller closes them. */
static void open_start(struct bgproc_launch *launch, int pipe_ends[2])
{
	launch->dir_fd = bgproc_fd_above_stdio(open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	assert_int_equal(bgproc_pipe(pipe_ends), 0);
	launch->outcome_fd = pipe_ends[1];
	for (int i = 0; i < 3; i++) {
		launch->stdio[i] = bgproc_fd_above_stdio(open("/dev/null", O_RDWR | O_CLOEXEC));
		assert_true(launch->stdio[i] >= 3);
	}
	launch->image_path = getenv("BGPROC_TEST_SUPERVISOR");
}

static void close_start(struct bgproc_launch *launch, int pipe_ends[2])
{
	bgproc_fd_close(&launch->dir_fd);
	for (int i = 0; i < 3; i++) {
		bgproc_fd_close(&launch->stdio[i]);
	}
	bgproc_fd_close(&pipe_ends[0]);
	bgproc_fd_close(&pipe_ends[1]);
}

/* How many files there are in the room. */
static int count_files(void)
{
	DIR *directory = opendir(".");
	int count = 0;

	assert_non_null(directory);
	for (struct dirent *entry; (entry = readdir(directory));) {
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	}
	closedir(directory);
	return count;
}

static void a_program_without_php_starts_a_process(void **state)
{
	struct bgproc_buf command = BGPROC_BUF_INIT, text = BGPROC_BUF_INIT;
	struct bgproc_argv environment = BGPROC_ARGV_INIT;
	struct bgproc_launch launch = plain(&command, &environment);
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_frame frame;
	struct bgproc_record record;
	int pipe_ends[2];

	(void) state;
	bgproc_argv_add(&environment, "%cPATH=/bin", BGPROC_ENV_GUARD);
	open_start(&launch, pipe_ends);
	if (!launch.image_path) {
		skip();
	}
	assert_int_equal(bgproc_launch_perform(&launch, &text, &err), BGPROC_OK);
	/* The text is that of the record, with the numbers of the new process. */
	assert_int_equal(bgproc_record_decode(&record, text.data, text.length, "k1", &err), BGPROC_OK);
	assert_true(record.supervisor.pid > 1);
	bgproc_record_free(&record);
	bgproc_fd_close(&pipe_ends[1]);
	assert_int_equal(bgproc_read_full(pipe_ends[0], &frame, sizeof frame), sizeof frame);
	assert_int_equal(frame.kind, BGPROC_FRAME_OUTCOME);
	assert_int_equal(frame.state, BGPROC_STATE_SUCCEEDED);
	close_start(&launch, pipe_ends);
	bgproc_argv_free(&environment);
	bgproc_buf_free(&text);
	bgproc_buf_free(&command);
}

static void a_start_that_fails_leaves_nothing(void **state)
{
	struct bgproc_buf command = BGPROC_BUF_INIT, text = BGPROC_BUF_INIT;
	struct bgproc_argv environment = BGPROC_ARGV_INIT;
	struct bgproc_launch launch = plain(&command, &environment);
	struct bgproc_error err = BGPROC_ERROR_INIT;
	char byte;
	int pipe_ends[2];

	(void) state;
	open_start(&launch, pipe_ends);
	launch.image_path = "/nowhere/bgproc.supervisor";
	assert_int_equal(bgproc_launch_perform(&launch, &text, &err), BGPROC_ERR_SPAWN);
	assert_int_equal(err.stage, BGPROC_STAGE_SUPERVISOR);
	assert_int_equal(err.sys_errno, ENOENT);
	bgproc_fd_close(&pipe_ends[1]);
	/* Nobody holds the other end. */
	assert_int_equal(read(pipe_ends[0], &byte, 1), 0);
	assert_int_equal(count_files(), 0);
	close_start(&launch, pipe_ends);
	bgproc_argv_free(&environment);
	bgproc_buf_free(&text);
	bgproc_buf_free(&command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_program_without_php_starts_a_process, enter_room, leave_room),
		cmocka_unit_test_setup_teardown(a_start_that_fails_leaves_nothing, enter_room, leave_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
