/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_DESCRIPTORS_H
#define BGPROC_PLATFORM_PROCESS_DESCRIPTORS_H

/*
 * Closes every descriptor above 2 but one. Whoever still has one of the numbers must not get at what is opened later, so they
 * stay taken by a descriptor with which nothing can be read or written (EBADF; where there is no such one, by /dev/null). If
 * nothing can be opened they are free.
 */
void bgproc_descriptors_close_except(int fd);

#endif
