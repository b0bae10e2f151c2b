/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_EXEC_H
#define BGPROC_PLATFORM_PROCESS_EXEC_H

/* The last steps of a process before another program takes it over. All async-signal-safe. */

/*
 * Marks every descriptor >= from close-on-exec, without a loop over all numbers: by close_range(), else by the list in
 * /proc/self/fd or /dev/fd.
 */
void bgproc_fds_close_on_exec(int from);

/*
 * Executes the open file fd, or path if fd is -1 or the system cannot execute a descriptor. Returns only on failure, with
 * errno set.
 */
void bgproc_exec_image(int fd, const char *path, char *const *argv, char *const *envp);

#endif
