/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: a stream in pieces of any size, kept by both tails (memory and file). Held against the plain truth: what
 * is kept is the end of the stream, and every other byte was counted as dropped. Built and run by tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/supervisor/output/tail.h"
#include "src/supervisor/output/tail_file.h"

#include <sys/mman.h>
#include <unistd.h>

#define STREAM_MAX (512 * 1024)

static char stream[STREAM_MAX + BGPROC_TAIL_FILE_SLACK], kept[STREAM_MAX];

static void check_memory(const struct bgproc_tail *tail, size_t length, size_t dropped, size_t max)
{
	struct iovec pieces[2];
	int count = bgproc_tail_pieces(tail, max, pieces);
	size_t have = 0;

	for (int i = 0; i < count; i++) {
		memcpy(kept + have, pieces[i].iov_base, pieces[i].iov_len);
		have += pieces[i].iov_len;
	}
	expect(tail->length + dropped == length && tail->length <= BGPROC_TAIL_MAX);
	expect(have == (tail->length < max ? tail->length : max));
	expect(memcmp(kept, stream + length - have, have) == 0);
}

static void check_file(struct bgproc_tail_file *file, size_t length, uint64_t dropped)
{
	ssize_t have;

	dropped += bgproc_tail_file_compact(file);
	have = pread(file->fd, kept, sizeof kept, 0);
	expect(have >= 0 && (uint64_t) have + dropped == length && (uint64_t) have == file->size);
	expect((uint64_t) have == (length < file->limit ? length : file->limit));
	expect(memcmp(kept, stream + length - (size_t) have, (size_t) have) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bgproc_tail tail = {NULL, 0, 0, 0};
	struct bgproc_tail_file file = {.fd = memfd_create("tail", MFD_CLOEXEC)};
	size_t length = 0, dropped = 0;
	uint64_t file_dropped = 0;
	uint32_t seed = 1;

	if (file.fd < 0 || size < 3) {
		close(file.fd);
		return 0;
	}
	file.limit = 1 + ((uint64_t) data[0] << 8 | data[1]) * (data[2] & 3);
	/* Two bytes for each piece: its size. What is in it matters to nobody, only that no two places are alike. */
	for (size_t i = 3; i + 1 < size; i += 2) {
		size_t piece = (size_t) data[i] << 8 | data[i + 1];

		if (length + piece > STREAM_MAX) {
			break;
		}
		for (size_t j = 0; j < piece; j++) {
			seed = seed * 1664525u + 1013904223u;
			stream[length + j] = (char) (seed >> 24);
		}
		dropped += bgproc_tail_append(&tail, stream + length, piece);
		file_dropped += bgproc_tail_file_append(&file, stream + length, piece);
		length += piece;
		check_memory(&tail, length, dropped, (size_t) data[1] << 8);
	}
	check_memory(&tail, length, dropped, BGPROC_TAIL_MAX);
	check_file(&file, length, file_dropped);
	bgproc_tail_free(&tail);
	close(file.fd);
	return 0;
}
