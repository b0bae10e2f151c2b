/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_FUZZ_H
#define BGPROC_TESTS_FUZZ_H

/* What the libFuzzer targets share: their entry point, a check that holds in every build, input that ends where it ends. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void expect(bool holds)
{
	if (!holds) {
		abort();
	}
}

/*
 * The input in memory of its own that is exactly as long, so that a read beyond is seen; it may be changed. NULL when there is no
 * memory. The caller frees it.
 */
static inline char *exact_copy(const uint8_t *data, size_t size)
{
	char *copy = malloc(size ? size : 1);

	if (copy) {
		memcpy(copy, data, size);
	}
	return copy;
}

#endif
