/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_BUF_H
#define BGPROC_CORE_BUF_H

/*
 * A growing byte buffer. If memory runs out, the append does not report it, but the buffer remembers it: append as often as
 * needed and check once with bgproc_buf_ok(). The content is always followed by a NUL byte, which length does not count.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bgproc_buf {
	char *data;      /* owned; NULL while nothing was appended */
	size_t length;   /* bytes in use */
	size_t capacity; /* bytes allocated */
	bool failed;     /* an allocation failed; the content is not complete */
};

#define BGPROC_BUF_INIT {0, 0, 0, false}

void bgproc_buf_append(struct bgproc_buf *buf, const void *bytes, size_t length);
/* What an append does first: makes room for length more bytes and the final NUL, and for some more. False on failure. */
bool bgproc_buf_grow(struct bgproc_buf *buf, size_t length);
void bgproc_buf_puts(struct bgproc_buf *buf, const char *text);
void bgproc_buf_printf(struct bgproc_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void bgproc_buf_fill(struct bgproc_buf *buf, char byte, size_t count);

/*
 * Makes room for length bytes of content in total, without spare room; an append may allocate up to twice as much as it needs.
 * Like an append, it reports a failure only through bgproc_buf_ok().
 */
void bgproc_buf_reserve(struct bgproc_buf *buf, size_t length);

/* True when every append so far is in the buffer. */
bool bgproc_buf_ok(const struct bgproc_buf *buf);

/* Frees the memory and makes the buffer empty and usable again. */
void bgproc_buf_free(struct bgproc_buf *buf);

#endif
