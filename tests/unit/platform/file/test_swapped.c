/* SPDX-License-Identifier: Apache-2.0 */

/*
 * An attacker replaces files between the check and the use: two names are exchanged as fast as possible, while the functions of
 * src/platform/file/file.h are called in a loop. Each test must have seen both results, otherwise it proves nothing.
 */

#include "tests/unit/platform/file/file_room.h"

#include <sched.h>

#define FOR_MS 400
#define RENAME_EXCHANGE_FLAG 2

static pid_t swapper;

/* A child that exchanges a and b until it is killed; without b it makes a symlink to victim at a and removes it. */
static void swap(const char *a, const char *b)
{
	swapper = fork();
	assert_true(swapper >= 0);
	if (swapper == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		alarm(60);
		for (;;) {
			if (b) {
				syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE_FLAG);
			} else if (symlink("victim", a) == 0) {
				sched_yield();
				unlink(a);
			}
		}
	}
}

static void swap_no_more(void)
{
	int status;

	kill(swapper, SIGKILL);
	assert_int_equal(waitpid(swapper, &status, 0), swapper);
	assert_true(WIFSIGNALED(status));
}

static ino_t inode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_ino;
}

/* Opens path while it changes places with trap: what is opened is the inode given, or nothing. */
static void directory_while(const char *path, bool shared, const char *a, const char *b, ino_t good)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(FOR_MS);
	unsigned opened = 0, refused = 0;

	swap(a, b);
	while (bgproc_deadline_left(deadline) > 0 || !opened || !refused) {
		struct bgproc_error err = BGPROC_ERROR_INIT;
		struct stat st;
		int fd = bgproc_directory_open(path, shared, false, &err);

		if (fd >= 0) {
			assert_int_equal(fstat(fd, &st), 0);
			assert_true(st.st_ino == good);
			close(fd);
			opened++;
		} else {
			refused++;
		}
	}
	swap_no_more();
}

static void the_directory_itself_is_a_symlink_now(void **state)
{
	make_dir("evil", 0700);
	make_dir("tmp", 01777);
	make_dir("tmp/state", 0700);
	assert_int_equal(symlink("../evil", "tmp/link"), 0);
	directory_while("tmp/state", false, "tmp/state", "tmp/link", inode_of("tmp/state"));
}

static void the_directory_itself_is_open_to_all_now(void **state)
{
	make_dir("tmp", 01777);
	make_dir("tmp/state", 0700);
	make_dir("tmp/open", 0777);
	directory_while("tmp/state", false, "tmp/state", "tmp/open", inode_of("tmp/state"));
	/* The two may have changed places for good. */
	make_dir("tmp/shared", 01777);
	make_dir("tmp/open too", 0777);
	directory_while("tmp/shared", true, "tmp/shared", "tmp/open too", inode_of("tmp/shared"));
}

/* "..": leads to where the directory is by now. That place is checked like any other. */
static void dot_dot_after_a_rename(void **state)
{
	make_dir("box", 0700);
	make_dir("box/in", 0700);
	make_dir("box/state", 0700);
	make_dir("evil", 0777);
	make_dir("evil/in", 0700);
	make_dir("evil/state", 0700);
	directory_while("box/in/../state", false, "box/in", "evil/in", inode_of("box/state"));
}

/* The same with a directory above that belongs to somebody else by now. */
static void a_parent_is_somebody_elses_now(void **state)
{
	NEED_ROOT();
	make_dir("tmp", 01777);
	make_dir("tmp/ours", 0755);
	make_dir("tmp/ours/state", 0700);
	make_dir("tmp/theirs", 0755);
	make_dir("tmp/theirs/state", 0700);
	assert_int_equal(chown("tmp/theirs", NOBODY, NOBODY), 0);
	directory_while("tmp/ours/state", false, "tmp/ours", "tmp/theirs", inode_of("tmp/ours/state"));
}

/* Made below a name that somebody puts a link at: nothing is made where the link leads to. */
static void a_directory_is_made_in_a_race(void **state)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(FOR_MS);
	unsigned made = 0, refused = 0;

	make_dir("tmp", 01777);
	make_dir("tmp/victim", 0755);
	swap("tmp/state", NULL);
	while (bgproc_deadline_left(deadline) > 0 || !made || !refused) {
		struct bgproc_error err = BGPROC_ERROR_INIT;
		struct stat st;
		int fd = bgproc_directory_open("tmp/state", false, true, &err);

		if (fd >= 0) {
			assert_int_equal(fstat(fd, &st), 0);
			assert_true(st.st_ino != inode_of("tmp/victim"));
			assert_int_equal(st.st_mode & 07777, 0700);
			close(fd);
			rmdir("tmp/state");
			made++;
		} else {
			refused++;
		}
	}
	swap_no_more();
	assert_int_equal(mode_of("tmp/victim"), 0755);
}

/* ---- files ---- */

enum trap { TO_A_FILE,
	HARD_LINK,
	FIFO,
	DIRECTORY,
	FOREIGN,
	TRAPS };

static void set_trap(enum trap trap, const char *path)
{
	switch (trap) {
		case TO_A_FILE:
			assert_int_equal(symlink("victim", path), 0);
			break;
		case HARD_LINK:
			assert_int_equal(link("victim", path), 0);
			break;
		case FIFO:
			assert_int_equal(mkfifo(path, 0600), 0);
			break;
		case DIRECTORY:
			make_dir(path, 0700);
			break;
		default:
			make_file(path, "foreign", 0666);
			assert_int_equal(chown(path, NOBODY, NOBODY), 0);
			break;
	}
}

static void each_trap(void (*body)(int dir))
{
	for (enum trap trap = 0; trap < TRAPS; trap++) {
		char name[32];
		int dir;

		if (trap == FOREIGN && geteuid() != 0) {
			continue;
		}
		snprintf(name, sizeof name, "d%d", trap);
		make_dir(name, 0700);
		assert_int_equal(chdir(name), 0);
		dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		make_file("victim", "secret", 0600);
		make_file("name", "good", 0600);
		set_trap(trap, "trap");
		body(dir);
		close(dir);
		assert_int_equal(chdir(".."), 0);
	}
}

static void open_own(int dir)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(FOR_MS);
	ino_t good = inode_of("name");
	unsigned opened = 0, refused = 0;

	swap("name", "trap");
	while (bgproc_deadline_left(deadline) > 0 || !opened || !refused) {
		struct stat st, now;
		int fd = bgproc_file_open_own(dir, "name", O_RDWR, &st);

		if (fd >= 0) {
			assert_int_equal(fstat(fd, &now), 0);
			assert_true(st.st_ino == good && now.st_ino == good);
			close(fd);
			opened++;
		} else {
			assert_int_equal(errno, EACCES);
			refused++;
		}
	}
	swap_no_more();
}

static void a_file_is_something_else_now(void **state)
{
	each_trap(open_own);
}

static void lock(int dir)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(FOR_MS);
	ino_t good = inode_of("name");
	unsigned locked = 0, refused = 0;

	swap("name", "trap");
	while (bgproc_deadline_left(deadline) > 0 || !locked || !refused) {
		struct stat now;
		int fd = bgproc_file_lock(dir, "name", 0);

		if (fd >= 0) {
			assert_int_equal(fstat(fd, &now), 0);
			assert_true(now.st_ino == good);
			close(fd);
			locked++;
		} else {
			refused++;
		}
	}
	swap_no_more();
}

static void the_lock_is_something_else_now(void **state)
{
	each_trap(lock);
}

/* A link that comes and goes where a file is made, or where a record is published. */
static void names_are_taken_in_a_race(void **state)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(FOR_MS);
	unsigned created = 0, published = 0, refused = 0;
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	swap("name", NULL);
	while (bgproc_deadline_left(deadline) > 0 || !created || !published || !refused) {
		int fd = bgproc_file_create(dir, "name");

		if (fd >= 0) {
			unlink("name");
			close(fd);
			created++;
		} else {
			assert_int_equal(errno, EEXIST);
			refused++;
		}
		fd = bgproc_file_create(dir, "temp");
		assert_true(fd >= 0);
		close(fd);
		if (bgproc_rename_new(dir, "temp", "name") == 0) {
			unlink("name");
			published++;
		} else {
			assert_int_equal(errno, EEXIST);
			assert_int_equal(unlink("temp"), 0);
			refused++;
		}
		/* What the link leads to was never made. */
		assert_int_equal(lstat("victim", &st), -1);
	}
	swap_no_more();
	close(dir);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_directory_itself_is_a_symlink_now),
		TEST(the_directory_itself_is_open_to_all_now),
		TEST(dot_dot_after_a_rename),
		TEST(a_parent_is_somebody_elses_now),
		TEST(a_directory_is_made_in_a_race),
		TEST(a_file_is_something_else_now),
		TEST(the_lock_is_something_else_now),
		TEST(names_are_taken_in_a_race),
	};

	return cmocka_run_group_tests_name("swapped", tests, NULL, NULL);
}
