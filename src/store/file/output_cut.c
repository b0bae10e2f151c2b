/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/file/output_cut.h"

#include <errno.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* "bgproct1", so that a block of zeros, or of another file, does not have a valid sum by chance. */
#define MAGIC UINT64_C(0x626770726f637431)

struct block {
	uint64_t start, next, sum;
};

/* A read during a write may return a mixture; its sum is wrong. */
static uint64_t sum_of(const struct block *block)
{
	return MAGIC ^ block->start ^ (block->next << 21 | block->next >> 43);
}

bool bgproc_output_cut_write(int fd, unsigned stream, const struct bgproc_output_cut *cut)
{
	struct block block = {.start = cut->start, .next = cut->next};
	ssize_t written;

	block.sum = sum_of(&block);
	do {
		written = pwrite(fd, &block, sizeof block, (off_t) (stream * sizeof block));
	} while (written < 0 && errno == EINTR);
	return written == (ssize_t) sizeof block;
}

bool bgproc_output_cut_read(int fd, unsigned stream, struct bgproc_output_cut *cut)
{
	static const struct block never;
	struct block block;
	ssize_t length;

	do {
		length = pread(fd, &block, sizeof block, (off_t) (stream * sizeof block));
	} while (length < 0 && errno == EINTR);
	*cut = (struct bgproc_output_cut) {0};
	if (length == 0 || (length == (ssize_t) sizeof block && memcmp(&block, &never, sizeof block) == 0)) {
		return true;
	}
	if (length != (ssize_t) sizeof block || block.sum != sum_of(&block) || block.next < block.start) {
		return false;
	}
	*cut = (struct bgproc_output_cut) {block.start, block.next};
	return true;
}
