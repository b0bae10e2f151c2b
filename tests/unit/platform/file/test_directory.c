/* SPDX-License-Identifier: Apache-2.0 */

/* bgproc_directory_open() and _each(): the state directory against attacks on the file system. */

#include "tests/unit/platform/file/file_room.h"

/* ---- the state directory ---- */

static void opens(const char *path, bool shared, bool create)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	int fd = bgproc_directory_open(path, shared, create, &err);

	if (fd < 0) {
		fail_msg("%s: %s (%d)", path, err.text, err.sys_errno);
	}
	assert_int_equal(err.status, BGPROC_OK);
	check_opened(fd, path);
}

static void refused(const char *path, bool shared, const char *why)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	int fd = bgproc_directory_open(path, shared, true, &err);

	assert_int_equal(fd, -1);
	assert_int_equal(err.status, BGPROC_ERR_STORE);
	if (!strstr(err.text, why)) {
		fail_msg("%s: \"%s\" does not say \"%s\"", path, err.text, why);
	}
	/* The same without create: what is there and wrong is an error, not "missing". */
	memset(&err, 0, sizeof err);
	assert_int_equal(bgproc_directory_open(path, shared, false, &err), -1);
	assert_int_equal(err.status, BGPROC_ERR_STORE);
}

static void made_0700_with_parents_whatever_the_umask(void **state)
{
	static const mode_t masks[] = {0, 022, 027, 077};
	char path[64];

	for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
		umask(masks[i]);
		snprintf(path, sizeof path, "p%zu/q/r", i);
		opens(path, false, true);
		assert_int_equal(mode_of(path), 0700);
		path[2] = '\0';
		assert_int_equal(mode_of(path), 0700);
		snprintf(path, sizeof path, "s%zu/q/r", i);
		opens(path, true, true);
		assert_int_equal(mode_of(path), 01777);
		path[2] = '\0';
		assert_int_equal(mode_of(path), 01777);
	}
}

static void existing_ones_keep_their_mode(void **state)
{
	make_dir("d755", 0755);
	make_dir("d500", 0500);
	make_dir("d1777", 01777);
	opens("d755", false, true);
	opens("d755", true, true);
	opens("d500", false, true);
	opens("d1777", false, true);
	assert_int_equal(mode_of("d755"), 0755);
	assert_int_equal(mode_of("d1777"), 01777);
}

static void every_way_to_write_a_path(void **state)
{
	char path[512];

	make_dir("d", 0700);
	opens("d/", false, false);
	opens("./d", false, false);
	opens("d/.", false, false);
	opens(".//d/./", false, false);
	opens("d/../d", false, false);
	opens(".", false, false);
	opens("/", false, false);
	opens("//", false, false);
	snprintf(path, sizeof path, "%s/d", base);
	opens(path, false, false);
	snprintf(path, sizeof path, "%s/new/./er//", base);
	opens(path, false, true);
}

static void missing_without_create_is_no_error(void **state)
{
	static const char *const paths[] = {"missing", "missing/too", "./missing/"};

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		struct bgproc_error err = BGPROC_ERROR_INIT;

		assert_int_equal(bgproc_directory_open(paths[i], false, false, &err), -1);
		assert_int_equal(err.status, BGPROC_OK);
		assert_int_equal(access("missing", F_OK), -1);
	}
}

static void impossible_paths_are_refused(void **state)
{
	char *path = malloc(20000);

	refused("", false, "no path");
	memset(path, 'x', 19999);
	path[19999] = '\0';
	refused(path, false, "no path");
	for (size_t i = 0; i < 19999; i += 2) {
		path[i] = '/';
	}
	refused(path, false, "no path");
	free(path);
	make_file("file", "", 0600);
	refused("file", false, "not a directory");
	refused("file/below", false, "not a directory");
	assert_int_equal(mkfifo("fifo", 0600), 0);
	refused("fifo", false, "not a directory");
}

static void a_symlink_as_last_component_is_refused(void **state)
{
	make_dir("real", 0700);
	assert_int_equal(symlink("real", "link"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	refused("link", false, "symlink");
	refused("link/", false, "symlink");
	refused("link/.", false, "symlink");
	refused("link", true, "symlink");
	refused("dangling", false, "symlink");
	assert_int_equal(access("nowhere", F_OK), -1);
}

static void our_own_symlinks_on_the_way_are_followed(void **state)
{
	char absolute[300];

	make_dir("real", 0700);
	make_dir("real/deep", 0700);
	assert_int_equal(symlink("real", "relative"), 0);
	snprintf(absolute, sizeof absolute, "%s/relative/deep/", base);
	assert_int_equal(symlink(absolute, "absolute"), 0);
	assert_int_equal(symlink("../absolute", "real/up"), 0);
	opens("relative/deep", false, false);
	opens("absolute/new", false, true);
	opens("real/up/new", false, false);
	assert_int_equal(mode_of("real/deep/new"), 0700);
}

static void symlink_loops_end(void **state)
{
	assert_int_equal(symlink("b", "a"), 0);
	assert_int_equal(symlink("a", "b"), 0);
	assert_int_equal(symlink("self/x", "self"), 0);
	refused("a/d", false, "cannot be followed");
	refused("self/d", false, "cannot be followed");
}

static void writable_by_others_is_refused_unless_sticky(void **state)
{
	make_dir("g", 0770);
	make_dir("o", 0707);
	make_dir("w", 0777);
	refused("g", false, "writable by others");
	refused("o", false, "writable by others");
	refused("w", false, "writable by others");
	refused("w", true, "writable by others");
	/* A parent directory of that kind is refused, too: its owner, or any user, could replace the directories in it. */
	refused("g/sub", false, "writable by others");
	refused("w/sub/sub", false, "writable by others");
	assert_int_equal(access("w/sub", F_OK), -1);
	assert_int_equal(chmod("w", 01777), 0);
	opens("w", false, false);
	opens("w/sub/sub", false, true);
}

static void a_way_through_a_symlink_is_checked_at_its_target(void **state)
{
	make_dir("open", 0777);
	make_dir("open/sub", 0700);
	assert_int_equal(symlink("open/sub", "link"), 0);
	refused("link/state", false, "writable by others");
}

static void foreign_directories_are_refused(void **state)
{
	NEED_ROOT();
	make_dir("theirs", 0755);
	make_dir("theirs/ours", 0700);
	make_dir("sticky", 01777);
	make_dir("unwritable", 01755);
	assert_int_equal(chown("theirs", NOBODY, NOBODY), 0);
	assert_int_equal(chown("sticky", NOBODY, NOBODY), 0);
	assert_int_equal(chown("unwritable", NOBODY, NOBODY), 0);
	refused("theirs", false, "another user");
	refused("theirs/ours", false, "another user");
	refused("theirs", true, "another user");
	refused("sticky", false, "another user");
	refused("unwritable", true, "another user");
	/* The shared directory was made by whoever came first. */
	opens("sticky", true, false);
	opens("sticky/below/it", true, true);
	assert_int_equal(mode_of("sticky/below"), 01777);
}

static void foreign_symlinks_are_refused(void **state)
{
	NEED_ROOT();
	make_dir("tmp", 01777);
	make_dir("real", 0700);
	assert_int_equal(symlink("../real", "tmp/trap"), 0);
	assert_int_equal(lchown("tmp/trap", NOBODY, NOBODY), 0);
	refused("tmp/trap/state", false, "symlink that belongs to another user");
	refused("tmp/trap/state", true, "symlink that belongs to another user");
	assert_int_equal(access("real/state", F_OK), -1);
}

static int as_nobody(void)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	int fd;

	if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0) {
		return 1;
	}
	/* Root's directories on the way are fine; a foreign 0700 one is no way at all. */
	fd = bgproc_directory_open("public/sub", false, true, &err);
	if (fd < 0) {
		return 2;
	}
	close(fd);
	fd = bgproc_directory_open("private/sub", false, true, &err);
	if (fd >= 0 || err.status != BGPROC_ERR_STORE || err.sys_errno != EACCES) {
		return 3;
	}
	memset(&err, 0, sizeof err);
	umask(0700);
	/* A umask that takes our own rights leaves an error, and nothing made. */
	fd = bgproc_directory_open("public/dark", false, true, &err);
	return fd < 0 ? (access("public/dark", F_OK) == 0 ? 4 : 0) : 0;
}

static void an_ordinary_user_below_roots_directories(void **state)
{
	NEED_ROOT();
	assert_int_equal(chmod(base, 0755), 0);
	make_dir("public", 01777);
	make_dir("private", 0700);
	in_child(as_nobody);
}

/* The parent is replaced by a symlink while the directory is opened: the real directory is opened, or the call fails. */
static void a_parent_swapped_meanwhile(void **state)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(1000);
	struct stat evil, got;
	unsigned opened = 0, turned_away = 0;
	int status;
	pid_t pid;

	NEED_ROOT();
	make_dir("evil", 0777);
	make_dir("evil/state", 0777);
	make_dir("tmp", 01777);
	make_dir("tmp/parent", 0700);
	make_dir("tmp/parent/state", 0700);
	assert_int_equal(symlink("../evil", "tmp/link"), 0);
	assert_int_equal(lchown("tmp/link", NOBODY, NOBODY), 0);
	assert_int_equal(stat("evil/state", &evil), 0);
	pid = fork();
	if (pid == 0) {
		alarm(30);
		for (;;) {
			syscall(SYS_renameat2, AT_FDCWD, "tmp/parent", AT_FDCWD, "tmp/link", 2 /* exchange */);
		}
	}
	while (bgproc_deadline_left(deadline) > 0) {
		struct bgproc_error err = BGPROC_ERROR_INIT;
		int fd = bgproc_directory_open("tmp/parent/state", false, false, &err);

		if (fd < 0) {
			turned_away++;
			continue;
		}
		assert_int_equal(fstat(fd, &got), 0);
		assert_true(got.st_ino != evil.st_ino);
		close(fd);
		opened++;
	}
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(opened > 0 && turned_away > 0);
}

static void many_make_one_directory_at_once(void **state)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(10000);

	for (int round = 0; round < 50 && (round < 2 || bgproc_deadline_left(deadline) > 0); round++) {
		char path[64];
		int status;

		snprintf(path, sizeof path, "r%d/a/b/c", round);
		for (int i = 0; i < 8; i++) {
			if (fork() == 0) {
				struct bgproc_error err = BGPROC_ERROR_INIT;

				_exit(bgproc_directory_open(path, round % 2, true, &err) < 0);
			}
		}
		while (wait(&status) > 0) {
			assert_int_equal(status, 0);
		}
	}
}

/* The same by two users, in the shared directory. */
static void two_users_make_the_shared_directory_at_once(void **state)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(10000);

	NEED_ROOT();
	assert_int_equal(chmod(base, 01777), 0);
	for (int round = 0; round < 50 && (round < 2 || bgproc_deadline_left(deadline) > 0); round++) {
		char path[64];
		struct stat st;
		int status;
		pid_t pid;

		snprintf(path, sizeof path, "r%d/a/b", round);
		for (int i = 0; i < 8; i++) {
			if (fork() == 0) {
				struct bgproc_error err = BGPROC_ERROR_INIT;

				umask(i % 3 ? 077 : 022);
				if (setuid(i % 2 ? NOBODY : NOBODY - 1) != 0 ||
					bgproc_directory_open(path, true, true, &err) < 0) {
					print_error("%s (%d)\n", err.text, err.sys_errno);
					_exit(1);
				}
				_exit(0);
			}
		}
		do {
			/* The creation is atomic: no process ever sees the directory with other permissions. */
			assert_true(stat(path, &st) < 0 || (st.st_mode & 07777) == 01777);
			pid = waitpid(-1, &status, WNOHANG);
			assert_true(pid <= 0 || status == 0);
		} while (pid >= 0);
		assert_int_equal(mode_of(path), 01777);
	}
}

static bool note_name(const char *name, void *context)
{
	strcat(context, name);
	strcat(context, ";");
	return strcmp(name, "stop") != 0;
}

static void each_plain_file_of_a_directory(void **state)
{
	char names[256] = "";
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	make_dir("dir", 0700);
	assert_int_equal(symlink("file", "link"), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	make_file("file", "", 0600);
	for (int i = 0; i < 3; i++) {
		names[0] = '\0';
		assert_int_equal(bgproc_directory_each(dir, note_name, names), 0);
		assert_string_equal(names, "file;");
	}
	make_file("stop", "", 0600);
	names[0] = '\0';
	assert_int_equal(bgproc_directory_each(dir, note_name, names), 0);
	assert_non_null(strstr(names, "stop;"));
	close(dir);
	assert_int_equal(bgproc_directory_each(-1, note_name, names), -1);
	assert_int_equal(errno, EBADF);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(made_0700_with_parents_whatever_the_umask),
		TEST(existing_ones_keep_their_mode),
		TEST(every_way_to_write_a_path),
		TEST(missing_without_create_is_no_error),
		TEST(impossible_paths_are_refused),
		TEST(a_symlink_as_last_component_is_refused),
		TEST(our_own_symlinks_on_the_way_are_followed),
		TEST(symlink_loops_end),
		TEST(writable_by_others_is_refused_unless_sticky),
		TEST(a_way_through_a_symlink_is_checked_at_its_target),
		TEST(foreign_directories_are_refused),
		TEST(foreign_symlinks_are_refused),
		TEST(an_ordinary_user_below_roots_directories),
		TEST(a_parent_swapped_meanwhile),
		TEST(many_make_one_directory_at_once),
		TEST(two_users_make_the_shared_directory_at_once),
		TEST(each_plain_file_of_a_directory),
	};

	return cmocka_run_group_tests_name("directory", tests, NULL, NULL);
}
