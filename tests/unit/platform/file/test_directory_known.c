/* SPDX-License-Identifier: Apache-2.0 */

/* bgproc_directory_known_open(): opens only the directory that was checked before, and only while its path has no symlink. */

#include "tests/unit/platform/file/file_room.h"

#include "src/platform/file/directory_known.h"

#include <sys/stat.h>

static char path[320];

static void walked(const char *name, bool shared)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	int fd;

	snprintf(path, sizeof path, "%s/%s", base, name);
	fd = bgproc_directory_open(path, shared, true, &err);
	assert_true(fd >= 0);
	bgproc_directory_known_set(path, shared, fd);
	close(fd);
}

static void known(bool shared)
{
	int fd = bgproc_directory_known_open(path, shared);

	if (fd < 0 && (errno == ENOSYS || errno == EPERM)) {
		skip();
	}
	assert_true(fd >= 3);
	check_opened(fd, path);
}

static void unknown(bool shared)
{
	assert_int_equal(bgproc_directory_known_open(path, shared), -1);
}

static void the_last_one_walked_to(void **state)
{
	snprintf(path, sizeof path, "%s", base);
	unknown(false);
	walked("one/state", false);
	known(false);
	known(false);
	unknown(true);
	walked("two", true);
	known(true);
	snprintf(path, sizeof path, "%s/one/state", base);
	unknown(false);
}

static void another_directory_or_link_in_its_place(void **state)
{
	walked("p/state", false);
	assert_int_equal(rename("p/state", "p/moved"), 0);
	unknown(false);
	assert_int_equal(mkdir("p/state", 0700), 0);
	unknown(false);
	assert_int_equal(rmdir("p/state"), 0);
	assert_int_equal(symlink("moved", "p/state"), 0);
	unknown(false);
	assert_int_equal(unlink("p/state"), 0);
	/* A link above it leads to the same directory, but who knows for how long. */
	assert_int_equal(rename("p/moved", "p/state"), 0);
	known(false);
	assert_int_equal(rename("p", "q"), 0);
	assert_int_equal(symlink("q", "p"), 0);
	unknown(false);
}

static void another_mode_or_owner(void **state)
{
	walked("state", false);
	assert_int_equal(chmod("state", 0770), 0);
	unknown(false);
	assert_int_equal(chmod("state", 0700), 0);
	known(false);
	NEED_ROOT();
	assert_int_equal(chown("state", NOBODY, (gid_t) -1), 0);
	unknown(false);
}

static void another_user_walks_himself(void **state)
{
	NEED_ROOT();
	walked("state", false);
	assert_int_equal(seteuid(NOBODY), 0);
	unknown(false);
	assert_int_equal(seteuid(0), 0);
	known(false);
}

static void a_relative_path_is_not_remembered(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	int fd = bgproc_directory_open("state", false, true, &err);

	assert_true(fd >= 0);
	bgproc_directory_known_set("state", false, fd);
	close(fd);
	snprintf(path, sizeof path, "state");
	unknown(false);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_last_one_walked_to),
		TEST(another_directory_or_link_in_its_place),
		TEST(another_mode_or_owner),
		TEST(another_user_walks_himself),
		TEST(a_relative_path_is_not_remembered),
	};

	return cmocka_run_group_tests_name("directory_known", tests, NULL, NULL);
}
