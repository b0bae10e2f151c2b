/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_DESCRIPTORS_H
#define BGPROC_PLATFORM_PROCESS_DESCRIPTORS_H

/* Closes every descriptor above 2 but one. */
void bgproc_descriptors_close_except(int fd);

#endif
