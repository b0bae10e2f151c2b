/* SPDX-License-Identifier: Apache-2.0 */

/* The number of processes that the kernel has killed for lack of memory: which file it is read from. */

#include "tests/unit/in_child.h"
#include "tests/unit/refuse_call.h"

#include "src/platform/process/oom.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

/* In a child, whose exit status becomes the line of the check that failed. */
#define CHILD_EXPECT(holds) \
	do { \
		if (!(holds)) { \
			_exit(__LINE__ % 250 + 1); \
		} \
	} while (0)

#define GROUPS "/sys/fs/cgroup"

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	CHILD_EXPECT(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

/* Whether this process may hide the control groups of the system from itself. */
static bool hide_groups(void)
{
	return unshare(CLONE_NEWNS) == 0 && mount("none", "/", "none", MS_REC | MS_PRIVATE, "") == 0 &&
		mount("none", GROUPS, "tmpfs", 0, "") == 0;
}

/* From now on this process is in these groups. */
static void enter(const char *groups)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/cgroup", (int) getpid());
	write_file(GROUPS "/own", groups);
	CHILD_EXPECT(mount(GROUPS "/own", path, "none", MS_BIND, "") == 0);
}

static int may_hide_groups(void)
{
	return hide_groups() ? 0 : 1;
}

/* Skips the test where that is not allowed. */
static void run_hidden(int (*body)(void))
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		_exit(may_hide_groups());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (status != 0) {
		skip();
	}
	in_child(body);
}

static int version_2(void)
{
	CHILD_EXPECT(hide_groups());
	mkdir(GROUPS "/a", 0700);
	mkdir(GROUPS "/a/b", 0700);
	write_file(GROUPS "/a/b/memory.events", "low 1\nhigh 2\nmax 3\noom 4\noom_kill 5\noom_group_kill 6\n");
	enter("0::/a/b\n");
	CHILD_EXPECT(bgproc_oom_kills() == 5);
	write_file(GROUPS "/a/b/memory.events", "oom_kill 6");
	CHILD_EXPECT(bgproc_oom_kills() == 6);
	/* A group without its own memory limit: the one above it. */
	write_file(GROUPS "/a/memory.events", "oom_group_kill 1\noom_kill 70\n");
	unlink(GROUPS "/a/b/memory.events");
	CHILD_EXPECT(bgproc_oom_kills() == 70);
	return 0;
}

static void the_group_of_version_2_is_found(void **state)
{
	run_hidden(version_2);
}

static int version_1(void)
{
	CHILD_EXPECT(hide_groups());
	mkdir(GROUPS "/memory", 0700);
	mkdir(GROUPS "/memory/a", 0700);
	write_file(GROUPS "/memory/a/memory.oom_control", "oom_kill_disable 1\nunder_oom 0\noom_kill 12\n");
	enter("12:cpu,cpuacct:/x\nwrong\n4:hugetlb,memory:/a\n0::/\n");
	CHILD_EXPECT(bgproc_oom_kills() == 12);
	return 0;
}

static void the_group_of_version_1_is_found(void **state)
{
	run_hidden(version_1);
}

/* The path of the host in a container, which sees the end of the tree only. */
static int foreign_path(void)
{
	CHILD_EXPECT(hide_groups());
	write_file(GROUPS "/memory.events", "oom_kill 3\n");
	enter("1:name=systemd:/memory\n0::/docker/0123\n");
	CHILD_EXPECT(bgproc_oom_kills() == 3);
	return 0;
}

static void a_path_that_is_not_there_is_cut(void **state)
{
	run_hidden(foreign_path);
}

static int no_group(void)
{
	unsigned long long expected = 0;
	char line[128];
	FILE *file = fopen("/proc/vmstat", "r");

	while (file && fgets(line, sizeof line, file) && sscanf(line, "oom_kill %llu", &expected) != 1) {
	}
	CHILD_EXPECT(hide_groups());
	enter("");
	CHILD_EXPECT(bgproc_oom_kills() >= expected);
	return 0;
}

static void without_a_group_the_whole_system_counts(void **state)
{
	run_hidden(no_group);
}

static int nothing_to_read(void)
{
	CHILD_EXPECT(refuse_call(SYS_openat, EACCES));
	CHILD_EXPECT(bgproc_oom_kills() == 0);
	return 0;
}

static void what_cannot_be_read_is_none(void **state)
{
	in_child(nothing_to_read);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_group_of_version_2_is_found),
		cmocka_unit_test(the_group_of_version_1_is_found),
		cmocka_unit_test(a_path_that_is_not_there_is_cut),
		cmocka_unit_test(without_a_group_the_whole_system_counts),
		cmocka_unit_test(what_cannot_be_read_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
