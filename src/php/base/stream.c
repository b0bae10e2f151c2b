/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/stream.h"
#include "src/php/base/exceptions.h"

void bgproc_stream_create(struct bgproc_held *held, zval *return_value)
{
	php_stream *stream = php_stream_fopen_from_fd(held->fd, "r", NULL);

	if (!stream) {
		bgproc_held_end(held);
		bgproc_throw_status(BGPROC_ERR_INTERNAL, 0, "Cannot make a stream");
		return;
	}
	/* From here on the stream owns the descriptor. */
	bgproc_held_drop(held);
	php_stream_to_zval(stream, return_value);
}
