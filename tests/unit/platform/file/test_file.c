/* SPDX-License-Identifier: Apache-2.0 */

/* src/platform/file/file.h: descriptors, files, locks, and the atomic step that publishes a name. */

#include "tests/unit/platform/file/file_room.h"
#include "tests/unit/refuse_call.h"

/* ---- descriptors ---- */

static void big_writes_and_reads_through_a_small_pipe(void **state)
{
	static char sent[1 << 20], got[(1 << 20) + 1];
	int ends[2], status;
	pid_t pid;

	for (size_t i = 0; i < sizeof sent; i++) {
		sent[i] = (char) (i * 31 >> 3);
	}
	assert_int_equal(bgproc_pipe(ends), 0);
	assert_true(is_cloexec(ends[0]) && is_cloexec(ends[1]));
	pid = fork();
	if (pid == 0) {
		_exit(bgproc_write_all(ends[1], sent, sizeof sent) != 0);
	}
	bgproc_fd_close(&ends[1]);
	assert_int_equal(ends[1], -1);
	assert_int_equal(bgproc_read_full(ends[0], got, sizeof got), sizeof sent);
	assert_memory_equal(got, sent, sizeof sent);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	bgproc_fd_close(&ends[0]);
	errno = 77;
	bgproc_fd_close(&ends[0]);
	assert_int_equal(errno, 77);
}

static void errors_of_reads_and_writes_are_told(void **state)
{
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC), dir = open(".", O_RDONLY | O_CLOEXEC);
	char byte = 'x';

	assert_int_equal(bgproc_write_all(full, &byte, 1), -1);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(bgproc_write_all(full, NULL, 0), 0);
	assert_int_equal(bgproc_read_full(dir, &byte, 1), -1);
	assert_int_equal(errno, EISDIR);
	close(full);
	close(dir);
}

static int pipe_without_stdio(void)
{
	int ends[2], fd;

	close(0);
	close(1);
	close(2);
	if (bgproc_pipe(ends) != 0 || ends[0] < 3 || ends[1] < 3 || !is_cloexec(ends[0]) || !is_cloexec(ends[1])) {
		return 1;
	}
	fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (fd != 0) {
		return 2;
	}
	fd = bgproc_fd_above_stdio(fd);
	if (fd < 3 || !is_cloexec(fd) || fcntl(0, F_GETFD) != -1) {
		return 3;
	}
	return bgproc_fd_above_stdio(fd) != fd || bgproc_fd_above_stdio(-1) != -1;
}

static void pipe_ends_are_never_stdio(void **state)
{
	in_child(pipe_without_stdio);
}

static int pipe_without_room(void)
{
	struct rlimit limit;
	int ends[2] = {5, 6};

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
		return 9;
	}
	limit.rlim_cur = 64;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
		return 1;
	}
	while (open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0) {
	}
	if (bgproc_pipe(ends) != -1 || errno != EMFILE || ends[0] != -1 || ends[1] != -1) {
		return 2;
	}
	/* One is too few. */
	close(40);
	return bgproc_pipe(ends) != -1 || ends[0] != -1 || ends[1] != -1 || open("/dev/null", O_RDONLY | O_CLOEXEC) != 40;
}

static void pipe_fails_cleanly(void **state)
{
	in_child(pipe_without_room);
}

/* ---- files ---- */

static void own_is_denied(int dir, const char *name)
{
	static const int modes[] = {O_RDONLY, O_RDWR, O_WRONLY | O_APPEND};

	for (size_t i = 0; i < 3; i++) {
		struct stat st;

		alarm(10);
		assert_int_equal(bgproc_file_open_own(dir, name, modes[i], &st), -1);
		if (errno != EACCES) {
			fail_msg("%s, mode %d: errno %d", name, modes[i], errno);
		}
		alarm(0);
	}
}

static void only_plain_files_of_ours_are_opened(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd, server;
	struct stat st;

	make_file("file", "text", 0600);
	fd = bgproc_file_open_own(dir, "file", O_RDWR, &st);
	assert_true(fd >= 0 && is_cloexec(fd));
	assert_int_equal(st.st_size, 4);
	close(fd);
	fd = bgproc_file_open_own(dir, "file", O_RDONLY, NULL);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(bgproc_file_open_own(dir, "file", O_RDWR | O_TRUNC, &st), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(bgproc_file_open_own(dir, "new", O_RDWR | O_CREAT, &st), -1);
	assert_int_equal(access("new", F_OK), -1);
	assert_int_equal(bgproc_file_open_own(dir, "new", O_RDONLY, &st), -1);
	assert_int_equal(errno, ENOENT);

	assert_int_equal(symlink("file", "link"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	make_dir("dir", 0700);
	server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(server, (struct sockaddr *) &address, sizeof address), 0);
	own_is_denied(dir, "link");
	own_is_denied(dir, "dangling");
	own_is_denied(dir, "fifo");
	own_is_denied(dir, "dir");
	own_is_denied(dir, "socket");
	assert_int_equal(link("file", "second"), 0);
	own_is_denied(dir, "file");
	own_is_denied(dir, "second");
	close(server);
	close(dir);
}

static void foreign_files_and_devices_are_not_opened(void **state)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	NEED_ROOT();
	make_file("theirs", "text", 0666);
	assert_int_equal(chown("theirs", NOBODY, NOBODY), 0);
	own_is_denied(dir, "theirs");
	if (mknod("zero", S_IFCHR | 0666, (dev_t) (1 << 8 | 5)) == 0) {
		own_is_denied(dir, "zero");
	} else {
		/* No right to make devices here: one that is there does as well. */
		int dev = open("/dev", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		own_is_denied(dev, "zero");
		close(dev);
	}
	close(dir);
}

static void created_0600_whatever_the_umask(void **state)
{
	static const mode_t masks[] = {0, 077, 0777};
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (size_t i = 0; i < 3; i++) {
		char name[8];
		int fd;

		snprintf(name, sizeof name, "f%zu", i);
		umask(masks[i]);
		fd = bgproc_file_create(dir, name);
		assert_true(fd >= 0 && is_cloexec(fd));
		assert_int_equal(mode_of(name), 0600);
		assert_int_equal(bgproc_write_all(fd, "x", 1), 0);
		assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
		assert_int_equal(bgproc_read_full(fd, name, 1), 1);
		close(fd);
	}
	umask(022);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	assert_int_equal(bgproc_file_create(dir, "dangling"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(access("nowhere", F_OK), -1);
	assert_int_equal(bgproc_file_create(dir, "f0"), -1);
	assert_int_equal(errno, EEXIST);
	close(dir);
}

static int reserve_too_much(void)
{
	struct rlimit limit = {4096, 4096};
	int fd = open("limited", O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	signal(SIGXFSZ, SIG_IGN);
	return setrlimit(RLIMIT_FSIZE, &limit) != 0 || bgproc_file_reserve(fd, 8192) != -1 || errno != EFBIG;
}

static void space_is_reserved(void **state)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd = bgproc_file_create(dir, "file");
	struct stat st;

	assert_int_equal(bgproc_file_reserve(fd, 0), 0);
	assert_int_equal(bgproc_file_reserve(fd, 100000), 0);
	assert_int_equal(fstat(fd, &st), 0);
	assert_true(st.st_size == 100000 || st.st_size == 0);
	assert_true(st.st_size == 0 || st.st_blocks * 512 >= 100000);
	assert_int_equal(bgproc_file_reserve(-1, 1), -1);
	assert_int_equal(errno, EBADF);
	in_child(reserve_too_much);
	close(fd);
	close(dir);
}

/* ---- publishing ---- */

static void an_existing_name_is_not_replaced(void **state)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	make_file(".temp", "new", 0600);
	make_file("name", "old", 0600);
	assert_int_equal(bgproc_rename_new(dir, ".temp", "name"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(access(".temp", F_OK), 0);
	assert_int_equal(unlink("name"), 0);
	assert_int_equal(symlink("nowhere", "name"), 0);
	assert_int_equal(bgproc_rename_new(dir, ".temp", "name"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(unlink("name"), 0);
	assert_int_equal(bgproc_rename_new(dir, ".temp", "name"), 0);
	assert_int_equal(access(".temp", F_OK), -1);
	assert_int_equal(bgproc_rename_new(dir, ".temp", "other"), -1);
	assert_int_equal(errno, ENOENT);
	close(dir);
}

/* The content of a file below the working directory. */
static const char *content_of(const char *name)
{
	static char content[16];
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	memset(content, 0, sizeof content);
	assert_true(bgproc_read_full(fd, content, sizeof content - 1) >= 0);
	close(fd);
	return content;
}

static void a_file_takes_the_place_of_another_one(void **state)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	(void) state;
	make_file("name", "old", 0600);
	make_file(".temp", "new", 0600);
	assert_int_equal(bgproc_rename_over(dir, ".temp", "name"), 0);
	assert_string_equal(content_of("name"), "new");
	assert_int_equal(access(".temp", F_OK), -1);
	assert_int_equal(unlink("name"), 0);
	close(dir);
}

/* Another process has removed the file meanwhile: it must not be created again. */
static void no_file_takes_the_place_of_none(void **state)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	(void) state;
	make_file(".temp", "new", 0600);
	assert_int_equal(bgproc_rename_over(dir, ".temp", "name"), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(access("name", F_OK), -1);
	assert_int_equal(unlink(".temp"), 0);
	close(dir);
}

/* As on NFS. */
static int without_exchange(void)
{
	if (!refuse_call(SYS_renameat2, EINVAL)) {
		return 1;
	}
	a_file_takes_the_place_of_another_one(NULL);
	return 0;
}

static void the_same_without_rename_exchange(void **state)
{
	(void) state;
	in_child(without_exchange);
}

/* As if the process had been killed between the two steps: the new file has the name, and the old one is still whole. */
static int without_removal(void)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (!refuse_call(SYS_unlinkat, EIO)) {
		return 1;
	}
	make_file("name", "old", 0600);
	make_file(".temp", "new", 0600);
	assert_int_equal(bgproc_rename_over(dir, ".temp", "name"), 0);
	assert_string_equal(content_of("name"), "new");
	assert_string_equal(content_of(".temp"), "old");
	return 0;
}

static void what_cannot_be_removed_stays_under_the_temporary_name(void **state)
{
	(void) state;
	in_child(without_removal);
	assert_int_equal(unlink("name"), 0);
	assert_int_equal(unlink(".temp"), 0);
}

struct name_race {
	int dir, round;
	char name[32]; /* what all of them want */
};

static int racer(int number, int gate, void *context)
{
	const struct name_race *wanted = context;
	char temp[32], content[16];
	int fd, result;

	snprintf(temp, sizeof temp, ".temp.%d.%d", wanted->round, number);
	fd = bgproc_file_create(wanted->dir, temp);
	snprintf(content, sizeof content, "%d", number);
	if (fd < 0 || bgproc_write_all(fd, content, strlen(content)) < 0) {
		return 2;
	}
	if (!gate_opens(gate)) {
		return 3;
	}
	result = bgproc_rename_new(wanted->dir, temp, wanted->name);
	if (result < 0 && (errno != EEXIST || unlink(temp) < 0)) {
		return 4;
	}
	return result < 0 ? 1 : 0;
}

/* 64 racers for one name: exactly one wins, and the name holds what the winner wrote. */
static void race_for_names(int rounds)
{
	struct name_race wanted = {.dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
	/* Fewer where each instruction is watched. */
	struct bgproc_deadline deadline = bgproc_deadline_in(20000);

	for (; wanted.round < rounds && (wanted.round < 3 || bgproc_deadline_left(deadline) > 0); wanted.round++) {
		char content[16] = "";
		int winner, fd;

		snprintf(wanted.name, sizeof wanted.name, "name%d", wanted.round);
		winner = race(64, racer, &wanted);
		fd = bgproc_file_open_own(wanted.dir, wanted.name, O_RDONLY, NULL);
		assert_true(bgproc_read_full(fd, content, sizeof content - 1) > 0);
		assert_int_equal(atoi(content), winner);
		close(fd);
	}
	close(wanted.dir);
}

static bool is_temp(const char *name, void *context)
{
	*(bool *) context |= name[0] == '.';
	return true;
}

static void nothing_left(void)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool left = false;

	assert_int_equal(bgproc_directory_each(dir, is_temp, &left), 0);
	assert_false(left);
	close(dir);
}

static void of_64_racers_one_wins(void **state)
{
	race_for_names(100);
	nothing_left();
}

/* As on a file system that does not know RENAME_NOREPLACE: the call is answered with EINVAL. */
static int without_noreplace(void)
{
	if (!refuse_call(SYS_renameat2, EINVAL)) {
		return 1;
	}
	if (syscall(SYS_renameat2, AT_FDCWD, "a", AT_FDCWD, "b", 1) != -1 || errno != EINVAL) {
		return 2;
	}
	alarm(0);
	an_existing_name_is_not_replaced(NULL);
	unlink("name");
	race_for_names(20);
	nothing_left();
	return 0;
}

static void the_same_without_rename_noreplace(void **state)
{
	in_child(without_noreplace);
}

/* ---- locks ---- */

static void a_lock_excludes_and_waits(void **state)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), first, status;
	struct bgproc_deadline deadline;
	int ready[2];
	char byte;
	pid_t pid;

	umask(0777);
	first = bgproc_file_lock(dir, ".lock", 0);
	umask(022);
	assert_true(first >= 0 && is_cloexec(first));
	assert_int_equal(mode_of(".lock"), 0600);
	/* Also between two openings of one process. */
	assert_int_equal(bgproc_file_lock(dir, ".lock", 0), -1);
	assert_int_equal(errno, EWOULDBLOCK);
	deadline = bgproc_deadline_in(100);
	assert_int_equal(bgproc_file_lock(dir, ".lock", 100), -1);
	assert_int_equal(bgproc_deadline_left(deadline), 0);
	assert_int_equal(bgproc_pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		alarm(30);
		close(first);
		if (write(ready[1], "r", 1) != 1) {
			_exit(1);
		}
		_exit(bgproc_file_lock(dir, ".lock", 20000) < 0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
	close(first);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	/* It died with the lock: that frees it. */
	first = bgproc_file_lock(dir, ".lock", 0);
	assert_true(first >= 0);
	close(first);
	close(ready[0]);
	close(ready[1]);
	close(dir);
}

/* 16 processes count to turns under the lock. tidy: the lock file is removed at the end of each turn. */
static void count_under_lock(int dir, int turns, bool tidy)
{
	int counter = bgproc_file_create(dir, tidy ? "counter.tidy" : "counter"), status;
	int number = 0;

	assert_int_equal(pwrite(counter, &number, sizeof number, 0), sizeof number);
	for (int i = 0; i < 16; i++) {
		if (fork() == 0) {
			alarm(60);
			for (int turn = 0; turn < turns; turn++) {
				int lock = bgproc_file_lock(dir, ".lock", 50000);

				if (lock < 0 || pread(counter, &number, sizeof number, 0) != sizeof number) {
					_exit(1);
				}
				number++;
				if (pwrite(counter, &number, sizeof number, 0) != sizeof number) {
					_exit(2);
				}
				if (tidy) {
					unlink(".lock");
				}
				close(lock);
			}
			_exit(0);
		}
	}
	while (wait(&status) > 0) {
		assert_int_equal(status, 0);
	}
	assert_int_equal(pread(counter, &number, sizeof number, 0), sizeof number);
	assert_int_equal(number, 16 * turns);
	close(counter);
}

static void a_lock_counts_each_turn(void **state)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	count_under_lock(dir, 50, false);
	/* A process that waited for a lock file that was then removed must not assume that it holds the lock. */
	count_under_lock(dir, 50, true);
	close(dir);
}

static void lock_is_denied(int dir, const char *name)
{
	alarm(10);
	assert_int_equal(bgproc_file_lock(dir, name, 1000), -1);
	assert_int_equal(errno, EACCES);
	alarm(0);
}

static void a_lock_file_must_be_ours(void **state)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_int_equal(symlink("elsewhere", "link"), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	make_dir("dir", 0700);
	make_file("file", "", 0600);
	assert_int_equal(link("file", "second"), 0);
	lock_is_denied(dir, "link");
	assert_int_equal(access("elsewhere", F_OK), -1);
	lock_is_denied(dir, "fifo");
	lock_is_denied(dir, "dir");
	lock_is_denied(dir, "second");
	if (geteuid() == 0) {
		make_file("theirs", "", 0666);
		assert_int_equal(chown("theirs", NOBODY, NOBODY), 0);
		lock_is_denied(dir, "theirs");
	}
	close(dir);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(big_writes_and_reads_through_a_small_pipe),
		TEST(errors_of_reads_and_writes_are_told),
		TEST(pipe_ends_are_never_stdio),
		TEST(pipe_fails_cleanly),
		TEST(only_plain_files_of_ours_are_opened),
		TEST(foreign_files_and_devices_are_not_opened),
		TEST(created_0600_whatever_the_umask),
		TEST(space_is_reserved),
		TEST(an_existing_name_is_not_replaced),
		TEST(a_file_takes_the_place_of_another_one),
		TEST(no_file_takes_the_place_of_none),
		TEST(the_same_without_rename_exchange),
		TEST(what_cannot_be_removed_stays_under_the_temporary_name),
		TEST(of_64_racers_one_wins),
		TEST(the_same_without_rename_noreplace),
		TEST(a_lock_excludes_and_waits),
		TEST(a_lock_counts_each_turn),
		TEST(a_lock_file_must_be_ours),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
