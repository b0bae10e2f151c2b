/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_PROCFS_H
#define BGPROC_PLATFORM_FILE_PROCFS_H

/*
 * Small readers of Linux's /proc, for oom_linux.c, proc_linux.c, tree_linux.c and signals_posix.c only. No stdio and no
 * allocation, so that a child between clone and exec may use them.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Reads a small file as a string; the length, or -1 with errno. */
ssize_t bgproc_procfs_read(const char *path, char *text, size_t size);

/* "/proc/PID/NAME" */
void bgproc_procfs_path(char path[96], pid_t pid, const char *name);

/* Fields of /proc/PID/stat, see proc(5). */
struct bgproc_procfs_stat {
	char name[16]; /* the short name; empty when it is longer (only threads of the kernel have such names) */
	char state;
	pid_t parent;
	pid_t group;
	pid_t session;
	uint64_t start_ticks;
	uint64_t blocked; /* bit n - 1: signal n (up to 31) is blocked */
	uint64_t caught;  /* bit n - 1: signal n (up to 31) has a handler */
};

/* False when there is no such process. */
bool bgproc_procfs_stat(pid_t pid, struct bgproc_procfs_stat *fields);

/* Whether the state letter means that the process has ended, reaped or not. */
bool bgproc_procfs_dead(char state);

#endif
