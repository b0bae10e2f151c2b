/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_EXEC_H
#define BGPROC_PLATFORM_PROCESS_EXEC_H

/* The last steps of a process before another program takes it over. All async-signal-safe. */

/*
 * Marks every descriptor >= from close-on-exec, without a loop over numbers: close_range(), else the list in
 * /proc/self/fd or /dev/fd.
 */
void bgproc_fds_close_on_exec(int from);

/* Executes the open file fd, or path where fd is -1 or the system cannot. Returns only on failure, errno set. */
void bgproc_exec_image(int fd, const char *path, char *const *argv, char *const *envp);

#endif
