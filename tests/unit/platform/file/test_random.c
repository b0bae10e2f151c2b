/* SPDX-License-Identifier: Apache-2.0 */

/* src/platform/file/random.h: bytes from the system call or from the device; if neither works, the call fails. */

#include "tests/unit/platform/file/file_room.h"
#include "tests/unit/refuse_call.h"

#include "src/platform/file/random.h"

#define SIZE 4096

/* Exit code 0: two readings are full, differ, and so does each half of one from the other. */
static int reads_well(void)
{
	unsigned char first[SIZE] = {0}, second[SIZE] = {0};
	int zeros = 0;

	if (bgproc_random_bytes(first, sizeof first) != 0 || bgproc_random_bytes(second, sizeof second) != 0) {
		return 90;
	}
	for (size_t i = SIZE - 64; i < SIZE; i++) {
		zeros += first[i] == 0;
	}
	/* Sixteen of sixty-four by chance: once in 10^25 runs. */
	return zeros >= 16 ? 91 : memcmp(first, second, SIZE) == 0 || memcmp(first, first + SIZE / 2, SIZE / 2) == 0 ? 92
																												 : 0;
}

static int from_the_device(void)
{
	return refuse_call(SYS_getrandom, ENOSYS) ? reads_well() : 94;
}

static int from_nowhere(void)
{
	unsigned char bytes[16];

	if (!refuse_call(SYS_getrandom, ENOSYS) || !refuse_call(SYS_openat, ENOENT)) {
		return 94;
	}
	errno = 0;
	return bgproc_random_bytes(bytes, sizeof bytes) == -1 && errno == ENOENT ? 0 : 93;
}

static void bytes_come_from_the_call(void **state)
{
	in_child(reads_well);
}

static void bytes_come_from_the_device_where_there_is_no_call(void **state)
{
	in_child(from_the_device);
}

static void without_both_it_says_so(void **state)
{
	in_child(from_nowhere);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(bytes_come_from_the_call),
		TEST(bytes_come_from_the_device_where_there_is_no_call),
		TEST(without_both_it_says_so),
	};

	return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
