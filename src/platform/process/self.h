/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_SELF_H
#define BGPROC_PLATFORM_PROCESS_SELF_H

/* How the calling process appears in the process list, and whose rights it has. */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Sets the short name (at most 15 bytes). Best effort. */
void bgproc_self_set_name(const char *name);

/*
 * Overwrites the memory of the arguments and of the environment, which all users (the arguments) or all processes of this
 * user (the environment) could read. Afterwards the command line is the title. argv and envp are those of main(); no pointer
 * into them, and no getenv(), may be used afterwards.
 */
void bgproc_self_set_title(int argc, char **argv, char **envp, const char *title);

struct bgproc_rights {
	const gid_t *groups; /* the supplementary groups; used when set_groups */
	size_t group_count;
	uid_t uid;
	gid_t gid;
	bool set_groups, set_uid, set_gid;
};

/*
 * Changes real, effective and saved ids of the calling process permanently. Async-signal-safe: raw system calls on Linux,
 * because the C library's functions would also change the other threads of a process whose memory is shared. They return 0,
 * or -1 with errno. The groups and the gid must be changed before the uid, because the new user may not change them.
 */
int bgproc_self_change_groups(const struct bgproc_rights *rights);
int bgproc_self_change_user(const struct bgproc_rights *rights);

#endif
