/* SPDX-License-Identifier: Apache-2.0 */

/* Tails in memory and in files, and a stream from pipe to target, without a process. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/file/descriptor.h"
#include "src/supervisor/output/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char byte_at(uint64_t at)
{
	return (char) (at * 2654435761u >> 11);
}

static void fill(char *bytes, size_t length, uint64_t at)
{
	for (size_t i = 0; i < length; i++) {
		bytes[i] = byte_at(at + i);
	}
}

static int temporary_file(void)
{
	char path[] = "/tmp/bgproc-capture-XXXXXX";
	int fd = mkostemp(path, O_CLOEXEC);

	assert_true(fd >= 0);
	unlink(path);
	return fd;
}

static size_t file_size(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	return (size_t) st.st_size;
}

static void check_file(int fd, size_t length, uint64_t total)
{
	char *bytes = malloc(length + 1);

	assert_int_equal(file_size(fd), length);
	assert_int_equal(pread(fd, bytes, length + 1, 0), (ssize_t) length);
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] != byte_at(total - length + i)) {
			fail_msg("byte %zu of %zu is wrong", i, length);
		}
	}
	free(bytes);
}

/* ---- in memory ---- */

static void a_tail_keeps_the_newest_bytes(void **state)
{
	static const size_t steps[] = {1, 7, 1000, 2048, 4097, 65535, 65536, 65537, 200000};
	static char bytes[200000];

	(void) state;
	for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++) {
		struct bgproc_tail tail = {0};
		uint64_t total = 0, lost = 0;

		while (total < 300000) {
			struct iovec pieces[2];
			size_t held = 0, count;

			fill(bytes, steps[s], total);
			lost += bgproc_tail_append(&tail, bytes, steps[s]);
			total += steps[s];
			count = (size_t) bgproc_tail_pieces(&tail, SIZE_MAX, pieces);
			for (size_t i = 0; i < count; i++) {
				held += pieces[i].iov_len;
			}
			assert_int_equal(held, tail.length);
			assert_int_equal(held + lost, total);
			assert_int_equal(held, total < BGPROC_TAIL_MAX ? total : BGPROC_TAIL_MAX);
			if (s > 2 || total > 299000) {
				for (size_t i = 0, at = 0; i < count; i++) {
					for (size_t j = 0; j < pieces[i].iov_len; j++, at++) {
						assert_int_equal(((char *) pieces[i].iov_base)[j], byte_at(total - held + at));
					}
				}
			}
		}
		bgproc_tail_free(&tail);
		assert_null(tail.data);
	}
}

static void a_tail_grows_with_need(void **state)
{
	struct bgproc_tail tail = {0};
	struct iovec pieces[2];

	(void) state;
	assert_int_equal(bgproc_tail_pieces(&tail, 100, pieces), 0);
	assert_int_equal(bgproc_tail_append(&tail, "", 0), 0);
	bgproc_tail_append(&tail, "hello", 5);
	assert_true(tail.capacity <= 4096);
	/* The newest ones of those held. */
	assert_int_equal(bgproc_tail_pieces(&tail, 3, pieces), 1);
	assert_int_equal(pieces[0].iov_len, 3);
	assert_memory_equal(pieces[0].iov_base, "llo", 3);
	assert_int_equal(bgproc_tail_pieces(&tail, 0, pieces), 0);
	bgproc_tail_free(&tail);
}

/* ---- in a file ---- */

static void a_file_ends_as_the_exact_tail(void **state)
{
	static const uint64_t limits[] = {0, 1, 100, 65535, 65536, 65537, 100000, 250000};
	static const size_t steps[] = {1000, 4096, 65536, 65535};
	static char bytes[BGPROC_TAIL_FILE_SLACK];

	(void) state;
	for (size_t l = 0; l < sizeof limits / sizeof limits[0]; l++) {
		for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++) {
			struct bgproc_tail_file file = {.fd = temporary_file(), .limit = limits[l]};
			uint64_t total = 0, lost = 0,
					 most = limits[l] + (limits[l] > BGPROC_TAIL_FILE_SLACK ? limits[l] : BGPROC_TAIL_FILE_SLACK);

			while (total < 1000000) {
				fill(bytes, steps[s], total);
				lost += bgproc_tail_file_append(&file, bytes, steps[s]);
				total += steps[s];
				assert_true(file.size <= most && file.size == file_size(file.fd));
				assert_int_equal(lost + file.size, total);
			}
			lost += bgproc_tail_file_compact(&file);
			assert_int_equal(lost + limits[l], total);
			check_file(file.fd, (size_t) limits[l], total);
			assert_int_equal(bgproc_tail_file_compact(&file), 0);
			close(file.fd);
		}
	}
}

static void a_file_without_room_loses_only_what_found_none(void **state)
{
	struct bgproc_tail_file file = {.fd = temporary_file(), .limit = 1000000};
	struct rlimit old, small;
	static char bytes[10000];

	(void) state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 25000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	fill(bytes, sizeof bytes, 0);
	assert_int_equal(bgproc_tail_file_append(&file, bytes, sizeof bytes), 0);
	assert_int_equal(bgproc_tail_file_append(&file, bytes, sizeof bytes), 0);
	assert_int_equal(bgproc_tail_file_append(&file, bytes, sizeof bytes), 5000);
	assert_int_equal(bgproc_tail_file_append(&file, bytes, sizeof bytes), 10000);
	/* Room again. */
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(bgproc_tail_file_append(&file, bytes, sizeof bytes), 0);
	assert_int_equal(file_size(file.fd), 35000);
	close(file.fd);
}

static void a_file_that_cannot_be_read_back_stays_within_its_bounds(void **state)
{
	char path[] = "/tmp/bgproc-capture-XXXXXX";
	int fd = mkostemp(path, O_CLOEXEC), write_only = open(path, O_WRONLY | O_CLOEXEC);
	struct bgproc_tail_file file = {.fd = write_only, .limit = 100};
	static char bytes[60000];
	uint64_t lost = 0;

	(void) state;
	unlink(path);
	for (int i = 0; i < 10; i++) {
		lost += bgproc_tail_file_append(&file, bytes, sizeof bytes);
	}
	assert_int_equal(file_size(fd), 100 + BGPROC_TAIL_FILE_SLACK);
	assert_int_equal(lost + file.size, 600000);
	close(write_only);
	close(fd);
}

/* ---- from a pipe ---- */

static void serve_all(struct bgproc_capture *capture)
{
	struct pollfd slot;

	bgproc_capture_begin(capture);
	while (bgproc_capture_poll(capture, &slot)) {
		assert_true(poll(&slot, 1, 5000) > 0);
		bgproc_capture_serve(capture);
	}
}

static void a_stream_ends_with_its_last_writer(void **state)
{
	struct bgproc_output_option option = {BGPROC_OUTPUT_TAIL, -1};
	struct bgproc_capture capture;
	struct pollfd slot;
	int writer;

	(void) state;
	assert_int_equal(bgproc_capture_open(&capture, &option, 0, false, 2), 0);
	writer = dup(capture.write_end);
	bgproc_capture_begin(&capture);
	assert_true(bgproc_capture_poll(&capture, &slot));
	assert_int_equal(poll(&slot, 1, 0), 0);
	assert_false(bgproc_capture_serve(&capture));
	assert_int_equal(write(writer, "ab\0c", 4), 4);
	assert_true(bgproc_capture_serve(&capture));
	close(writer);
	assert_false(bgproc_capture_serve(&capture));
	assert_false(bgproc_capture_poll(&capture, &slot));
	bgproc_capture_finish(&capture);
	assert_int_equal(capture.dropped, 0);
	assert_int_equal(capture.tail.length, 4);
	assert_memory_equal(capture.tail.data, "ab\0c", 4);
	bgproc_capture_close(&capture);
}

static void inherited_output_needs_nothing(void **state)
{
	static const enum bgproc_output_mode modes[] = {BGPROC_OUTPUT_INHERIT, BGPROC_OUTPUT_STDOUT};
	struct bgproc_capture capture;
	struct pollfd slot;

	(void) state;
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
		struct bgproc_output_option option = {modes[i], -1};

		assert_int_equal(bgproc_capture_open(&capture, &option, 0, true, 2), 0);
		for (int attempt = 0; attempt < 2; attempt++) {
			assert_int_equal(capture.write_end, -1);
			assert_false(bgproc_capture_poll(&capture, &slot));
			assert_false(bgproc_capture_serve(&capture));
			assert_int_equal(bgproc_capture_again(&capture), 0);
		}
		bgproc_capture_finish(&capture);
		bgproc_capture_close(&capture);
	}
}

static void a_slow_target_is_waited_for_and_counted_when_given_up(void **state)
{
	struct bgproc_output_option option = {BGPROC_OUTPUT_RELAY, -1};
	static char bytes[65536];
	struct bgproc_capture capture;
	struct pollfd slot;
	int target[2], size;
	ssize_t taken;

	(void) state;
	assert_int_equal(bgproc_pipe(target), 0);
	size = fcntl(target[1], F_SETPIPE_SZ, 4096);
	assert_true(size > 0);
	assert_int_equal(bgproc_capture_open(&capture, &option, 0, false, target[1]), 0);
	assert_int_equal(write(capture.write_end, bytes, sizeof bytes), (ssize_t) sizeof bytes);
	assert_true(bgproc_capture_serve(&capture));
	/* Full: it now waits for the target, and does not read on. */
	assert_true(bgproc_capture_poll(&capture, &slot));
	assert_int_equal(slot.events, POLLOUT);
	assert_int_equal(poll(&slot, 1, 0), 0);
	assert_false(bgproc_capture_serve(&capture));
	taken = read(target[0], bytes, sizeof bytes);
	assert_true(taken > 0);
	assert_int_equal(poll(&slot, 1, 5000), 1);
	assert_true(bgproc_capture_serve(&capture));
	bgproc_capture_finish(&capture);
	assert_int_equal(capture.dropped, sizeof bytes - (size_t) taken - (size_t) size);
	/* The shared description was not touched. */
	assert_int_equal(fcntl(target[1], F_GETFL) & O_NONBLOCK, 0);
	bgproc_capture_close(&capture);
	close(target[0]);
	close(target[1]);
}

static void a_refusing_target_drops_and_recovers(void **state)
{
	struct bgproc_output_option option = {BGPROC_OUTPUT_RELAY, -1};
	struct bgproc_capture capture;
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void) state;
	assert_int_equal(bgproc_capture_open(&capture, &option, 0, true, full), 0);
	assert_int_equal(write(capture.write_end, "hello", 5), 5);
	serve_all(&capture);
	bgproc_capture_finish(&capture);
	assert_int_equal(capture.dropped, 5);
	/* The tail in memory has it all the same. */
	assert_int_equal(capture.tail.length, 5);
	bgproc_capture_close(&capture);
	close(full);
}

/* What the notes of a file have said, and how long it was then. */
struct told {
	int fd;
	struct bgproc_output_cut cuts[64];
	size_t sizes[64], count, losses;
};

static void tell(void *context, const struct bgproc_output_cut *cut)
{
	struct told *told = context;

	if (!cut) {
		told->losses++;
		return;
	}
	assert_in_range(told->count, 0, 63);
	told->sizes[told->count] = file_size(told->fd);
	told->cuts[told->count++] = *cut;
}

static void a_cut_is_told_before_and_after(void **state)
{
	static char bytes[50000];
	struct told told = {.fd = temporary_file()};
	struct bgproc_tail_file file = {.fd = told.fd, .limit = 100000, .note = tell, .note_context = &told};
	uint64_t total = 0;

	(void) state;
	for (int i = 0; i < 20; i++) {
		fill(bytes, sizeof bytes, total);
		bgproc_tail_file_append(&file, bytes, sizeof bytes);
		total += sizeof bytes;
	}
	bgproc_tail_file_compact(&file);
	check_file(file.fd, 100000, total);
	assert_int_equal(file.cut.start, total - 100000);
	assert_int_equal(told.losses, 0);
	assert_true(told.count > 4 && told.count % 2 == 0);
	for (size_t i = 0; i < told.count; i += 2) {
		uint64_t before = i > 0 ? told.cuts[i - 1].start : 0;

		assert_int_equal(told.cuts[i].start, before);
		assert_int_equal(told.cuts[i].next - before, told.sizes[i] - 100000);
		assert_int_equal(told.cuts[i + 1].start, told.cuts[i].next);
		assert_int_equal(told.cuts[i + 1].next, told.cuts[i].next);
		assert_int_equal(told.sizes[i + 1], 100000);
	}
	close(file.fd);
}

static void what_finds_no_room_is_told(void **state)
{
	struct told told = {.fd = open("/dev/full", O_WRONLY | O_CLOEXEC)};
	struct bgproc_tail_file file = {.fd = told.fd, .limit = 10, .note = tell, .note_context = &told};

	(void) state;
	assert_int_equal(bgproc_tail_file_append(&file, "hello", 5), 5);
	assert_int_equal(told.losses, 1);
	assert_int_equal(told.count, 0);
	close(told.fd);
}

static void numbers_of_a_cut_are_read_back(void **state)
{
	static const struct bgproc_output_cut cuts[] = {{0, 1}, {1, 1}, {UINT64_MAX - 1, UINT64_MAX}, {1, 1000000}};
	struct bgproc_output_cut cut;
	int fd = temporary_file();

	(void) state;
	/* Never written, and beyond the end. */
	for (unsigned stream = 0; stream < 2; stream++) {
		assert_true(bgproc_output_cut_read(fd, stream, &cut));
		assert_true(cut.start == 0 && cut.next == 0);
	}
	for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
		assert_true(bgproc_output_cut_write(fd, 1, &cuts[i]));
		assert_true(bgproc_output_cut_read(fd, 1, &cut));
		assert_true(cut.start == cuts[i].start && cut.next == cuts[i].next);
		/* The other stream was never cut. */
		assert_true(bgproc_output_cut_read(fd, 0, &cut));
		assert_true(cut.start == 0 && cut.next == 0);
	}
	/* Any changed byte, and a part alone, is no number. */
	for (off_t at = 24; at < 48; at++) {
		char byte, other;

		assert_int_equal(pread(fd, &byte, 1, at), 1);
		other = (char) (byte ^ 1);
		assert_int_equal(pwrite(fd, &other, 1, at), 1);
		assert_false(bgproc_output_cut_read(fd, 1, &cut));
		assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	}
	assert_true(bgproc_output_cut_read(fd, 1, &cut));
	assert_int_equal(ftruncate(fd, 47), 0);
	assert_false(bgproc_output_cut_read(fd, 1, &cut));
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tail_keeps_the_newest_bytes),
		cmocka_unit_test(a_tail_grows_with_need),
		cmocka_unit_test(a_file_ends_as_the_exact_tail),
		cmocka_unit_test(a_file_without_room_loses_only_what_found_none),
		cmocka_unit_test(a_file_that_cannot_be_read_back_stays_within_its_bounds),
		cmocka_unit_test(a_stream_ends_with_its_last_writer),
		cmocka_unit_test(a_cut_is_told_before_and_after),
		cmocka_unit_test(what_finds_no_room_is_told),
		cmocka_unit_test(numbers_of_a_cut_are_read_back),
		cmocka_unit_test(inherited_output_needs_nothing),
		cmocka_unit_test(a_slow_target_is_waited_for_and_counted_when_given_up),
		cmocka_unit_test(a_refusing_target_drops_and_recovers),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
