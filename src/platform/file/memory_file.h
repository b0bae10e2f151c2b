/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_MEMORY_FILE_H
#define BGPROC_PLATFORM_FILE_MEMORY_FILE_H

/*
 * A file without a name that is passed on as a descriptor: in memory if the system supports that, else an unlinked file in
 * TMPDIR. For data that another process must receive and that must not be found on the disk.
 */

#include <stddef.h>

/*
 * A new file with these bytes, positioned at its start. name is what /proc shows; short, without slashes. In memory it is
 * sealed: it cannot be changed any more. Returns a descriptor of 3 or higher, close-on-exec, owned by the caller; -1 with errno.
 */
int bgproc_memory_file(const char *name, const void *bytes, size_t length);

#endif
