/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A command that is a descriptor of the supervisor, executed as /proc/self/fd/N: how bgproc.request reaches it. It lives
 * as long as the supervisor, has no name that could be replaced meanwhile, and the command does not inherit it.
 */

#include "tests/unit/supervisor/alone.c"
#include "tests/unit/supervisor/alone_command.c"

#include <sys/mman.h>

/* A memory file with the bytes of a program. */
static int memory_copy(const char *path)
{
	int fd = memfd_create("bgproc.test", MFD_CLOEXEC), from = open(path, O_RDONLY | O_CLOEXEC);
	static char block[65536];
	ssize_t count;

	assert_true(fd >= 3 && from >= 0);
	while ((count = read(from, block, sizeof block)) > 0) {
		assert_int_equal(bgproc_write_all(fd, block, (size_t) count), 0);
	}
	assert_int_equal(count, 0);
	close(from);
	return fd;
}

static void init(struct alone *alone, const char *const *command, char path[32], const char *program)
{
	alone_init_kept(alone, command);
	alone_capture(alone, 1000);
	alone->passed_fd = memory_copy(program);
	snprintf(path, 32, "/proc/self/fd/%d", alone->passed_fd);
	alone->exec_path = path;
}

/* It ran, and ended with that code. */
static void run(struct alone *alone, int exit_code)
{
	alone_run(alone);
	assert_true(alone->outcome.end.exited);
	assert_int_equal(alone->outcome.end.exit_code, exit_code);
	close(alone->passed_fd);
}

static void memory_file_is_executed_and_not_inherited(void **state)
{
	struct alone alone;
	char path[32];

	(void) state;
	init(&alone, COMMAND("fds"), path, alone_self());
	run(&alone, 0);
	assert_string_equal(alone_file(&alone, ".out", NULL), "0 1 2 ");
	alone_done(&alone);
}

/* Without the words of a job in its environment it says so: it did run. */
static void request_program_runs_this_way(void **state)
{
	const char *program = getenv("BGPROC_TEST_REQUEST");
	struct alone alone;
	char path[32];

	(void) state;
	init(&alone, (const char *const[]) {"bgproc.request", NULL}, path, program ? program : "modules/bgproc.request");
	run(&alone, 100);
	assert_non_null(strstr(alone_file(&alone, ".err", NULL), "the supervisor of a job starts this program"));
	alone_done(&alone);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(memory_file_is_executed_and_not_inherited, alone_clean_up),
		cmocka_unit_test_teardown(request_program_runs_this_way, alone_clean_up),
	};

	alone_command_main(argc, argv);
	return cmocka_run_group_tests(tests, alone_adopt, NULL);
}
