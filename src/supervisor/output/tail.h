/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_OUTPUT_TAIL_H
#define BGPROC_SUPERVISOR_OUTPUT_TAIL_H

/* The last bytes of a stream, in memory. Allocated at the first byte and grown up to the limit, then used as a ring. */

#include <stddef.h>
#include <sys/uio.h>

#define BGPROC_TAIL_MAX 65536

struct bgproc_tail {
	char *data; /* owned; NULL before the first byte */
	size_t capacity;
	size_t start;  /* of the oldest byte */
	size_t length; /* bytes held */
};

/* Returns how many bytes, of the earlier ones and of these, are not kept any more. */
size_t bgproc_tail_append(struct bgproc_tail *tail, const char *bytes, size_t length);

/* The newest bytes, at most max, as one or two pieces in order; their number is returned. */
int bgproc_tail_pieces(const struct bgproc_tail *tail, size_t max, struct iovec pieces[2]);

void bgproc_tail_free(struct bgproc_tail *tail);

#endif
