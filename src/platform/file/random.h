/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_RANDOM_H
#define BGPROC_PLATFORM_FILE_RANDOM_H

#include <stddef.h>

/* Bytes that cannot be guessed. 0, or -1 with errno: then nothing that needs them may be done. */
int bgproc_random_bytes(void *bytes, size_t length);

#endif
