/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_STREAM_H
#define BGPROC_PHP_BASE_STREAM_H

/* A descriptor as a stream of PHP, for getStream(). */

#include "php.h"

#include "src/php/base/held.h"

/* The stream takes over the descriptor of held, which is ended in any case. On failure an exception is pending. */
void bgproc_stream_create(struct bgproc_held *held, zval *return_value);

#endif
