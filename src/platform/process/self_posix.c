/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/process/self.h"

#include <grp.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
# include <sys/prctl.h>
# include <sys/syscall.h>
#endif

void bgproc_self_set_name(const char *name)
{
#ifdef __linux__
	prctl(PR_SET_NAME, name, 0, 0, 0);
#else
	(void) name;
#endif
}

/* The end of the strings that follow one another in memory without a gap, which is how the system arranges them. */
static char *end_of_strings(char **strings, char *start)
{
	for (; *strings && *strings == start; strings++) {
		start += strlen(start) + 1;
	}
	return start;
}

void bgproc_self_set_title(int argc, char **argv, char **envp, const char *title)
{
	size_t length = strlen(title), room;
	char *start, *end;

	if (argc < 1 || !argv[0]) {
		return;
	}
	start = argv[0];
	end = end_of_strings(argv, start);
	room = (size_t) (end - start);
	if (envp && envp[0] == end) {
		char *environment_end = end_of_strings(envp, end);

		memset(end, 0, (size_t) (environment_end - end));
		envp[0] = NULL;
	}
	memset(start, 0, room);
	if (room < 3) {
		return;
	}
	memcpy(start, title, length < room - 2 ? length : room - 2);
#ifdef __linux__
	/* If the last byte is not NUL, the kernel ends the text at its first NUL, so no blanks are shown. */
	end[-1] = '.';
#endif
}

#if defined(__linux__)
/* 32-bit systems have a second set of calls for ids of more than 16 bits. */
# ifdef SYS_setgroups32
#  define CALL_SETGROUPS SYS_setgroups32
#  define CALL_SETRESGID SYS_setresgid32
#  define CALL_SETRESUID SYS_setresuid32
# else
#  define CALL_SETGROUPS SYS_setgroups
#  define CALL_SETRESGID SYS_setresgid
#  define CALL_SETRESUID SYS_setresuid
# endif

int bgproc_self_change_groups(const struct bgproc_rights *rights)
{
	if (rights->set_groups && syscall(CALL_SETGROUPS, rights->group_count, rights->groups) < 0) {
		return -1;
	}
	if (rights->set_gid && syscall(CALL_SETRESGID, rights->gid, rights->gid, rights->gid) < 0) {
		return -1;
	}
	return 0;
}

int bgproc_self_change_user(const struct bgproc_rights *rights)
{
	return rights->set_uid && syscall(CALL_SETRESUID, rights->uid, rights->uid, rights->uid) < 0 ? -1 : 0;
}
#else
int bgproc_self_change_groups(const struct bgproc_rights *rights)
{
	if (rights->set_groups && setgroups((int) rights->group_count, rights->groups) < 0) {
		return -1;
	}
	/* For root these also change the saved ids. */
	return rights->set_gid && setgid(rights->gid) < 0 ? -1 : 0;
}

int bgproc_self_change_user(const struct bgproc_rights *rights)
{
	return rights->set_uid && setuid(rights->uid) < 0 ? -1 : 0;
}
#endif
