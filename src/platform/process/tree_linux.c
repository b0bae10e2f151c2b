/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/file/procfs.h"
#include "src/platform/process/proc.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM_NAME "bgproc.supervisor"
/* Linux keeps only 15 bytes. */
#define START_NAME "bgproc.starting"

typedef bool (*skip_function)(const struct bgproc_relative *relative, void *context);
typedef void (*visit_function)(const struct bgproc_relative *relative, void *context);

struct pid_list {
	pid_t *pids;
	size_t length, capacity;
};

static bool push(struct pid_list *list, pid_t pid)
{
	if (list->length == list->capacity) {
		size_t capacity = list->capacity ? list->capacity * 2 : 64;
		pid_t *pids = realloc(list->pids, capacity * sizeof *pids);

		if (!pids) {
			return false;
		}
		list->pids = pids;
		list->capacity = capacity;
	}
	list->pids[list->length++] = pid;
	return true;
}

/*
 * Appends the children of one thread; needs CONFIG_PROC_CHILDREN, which every distribution enables. False with errno; ENOSYS
 * when the thread belongs to this process and its list cannot be read.
 */
static bool push_children_of_thread(struct pid_list *list, pid_t pid, const char *thread, bool ours)
{
	char path[96], name[64], buffer[4096];
	pid_t child = 0;
	ssize_t length;
	int fd;

	snprintf(name, sizeof name, "task/%.20s/children", thread);
	bgproc_procfs_path(path, pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		bool none = errno == ENOENT || errno == ESRCH;

		errno = none ? ENOSYS : errno;
		return none && !ours;
	}
	while ((length = bgproc_read_full(fd, buffer, sizeof buffer)) > 0) {
		for (ssize_t i = 0; i < length; i++) {
			if (buffer[i] >= '0' && buffer[i] <= '9') {
				child = child * 10 + (buffer[i] - '0');
			} else if (child > 0) {
				if (!push(list, child)) {
					bgproc_fd_close(&fd);
					return false;
				}
				child = 0;
			}
		}
	}
	bgproc_fd_close(&fd);
	return length == 0 || (errno == ESRCH && !ours);
}

/* A child is listed under the thread that created it, and some runtimes fork from any thread. */
static bool push_children(struct pid_list *list, pid_t pid)
{
	char path[96];
	struct dirent *entry;
	bool complete = true;
	DIR *threads;

	bgproc_procfs_path(path, pid, "task");
	threads = opendir(path);
	if (!threads) {
		return errno == ENOENT || errno == ESRCH;
	}
	while (complete && (entry = readdir(threads))) {
		if (entry->d_name[0] != '.') {
			complete = push_children_of_thread(list, pid, entry->d_name, false);
		}
	}
	closedir(threads);
	return complete;
}

/* ---- starts ---- */

/* The signals up to 31 that can be blocked, as bits in the form of /proc. */
#define ALL_BLOCKED (0x7fffffffu & ~(1u << (SIGKILL - 1)) & ~(1u << (SIGSTOP - 1)))

static bool blocks_all(const struct bgproc_procfs_stat *fields)
{
	return (fields->blocked & ALL_BLOCKED) == ALL_BLOCKED;
}

/*
 * The mark is the short name: a forked process inherits it, an exec replaces it, and every user can read it together with
 * the process group. During an exec the new program is visible before the name is replaced, so at every moment one of the
 * two can be seen.
 */
void bgproc_mark_start(void)
{
	prctl(PR_SET_NAME, START_NAME, 0, 0, 0);
}

static bool is_marked(const struct bgproc_procfs_stat *fields)
{
	return strcmp(fields->name, START_NAME) == 0 && blocks_all(fields);
}

bool bgproc_is_starting(pid_t pid)
{
	struct bgproc_procfs_stat fields;

	return bgproc_procfs_stat(pid, &fields) && is_marked(&fields);
}

/* ---- walks ---- */

/* Reads the state of a process of the list from /proc. A process that cannot be read counts as alive if it must exist. */
static void look_at(struct bgproc_relative *relative, bool ours)
{
	struct bgproc_procfs_stat fields;

	if (!bgproc_procfs_stat(relative->pid, &fields)) {
		/* A child of this process exists until it is reaped. If it cannot be read (no free descriptor), it counts as alive. */
		bool there = ours && (kill(relative->pid, 0) == 0 || errno != ESRCH);

		fields = (struct bgproc_procfs_stat) {.state = there ? 'R' : 'X', .parent = there ? getpid() : 0};
	}
	relative->parent = fields.parent;
	relative->group = fields.group;
	relative->zombie = bgproc_procfs_dead(fields.state);
	relative->starting = is_marked(&fields);
}

int bgproc_tree_each(skip_function skip, visit_function visit, void *context)
{
	struct pid_list list = {0};
	size_t own_count;
	char own[16];
	int visited = 0;

	/*
	 * Our own children first and quickly: a process that forks and ends all the time is our child only for a moment. This
	 * process has one thread.
	 */
	snprintf(own, sizeof own, "%d", (int) getpid());
	if (!push_children_of_thread(&list, getpid(), own, true)) {
		free(list.pids);
		return -1;
	}
	own_count = list.length;
	/* Breadth first. The list grows during the walk; the limit also ends a cycle that reuse of pids may cause. */
	for (size_t i = 0; i < list.length && i < 65536; i++) {
		struct bgproc_relative relative = {.pid = list.pids[i]};
		size_t length = list.length;

		if (relative.pid <= 1) {
			continue;
		}
		/* Read before the state: if the process is still alive then, all the children in the list were its own. */
		if (!push_children(&list, relative.pid)) {
			visited = -1;
			break;
		}
		look_at(&relative, i < own_count);
		/*
		 * Checked after the children were read. A process that has become a supervisor by an exec just now is left out with all
		 * children that it may have started since.
		 */
		if (skip && skip(&relative, context)) {
			list.length = length;
			continue;
		}
		visit(&relative, context);
		visited++;
	}
	free(list.pids);
	return visited;
}

/* ---- supervisors ---- */

/* A file with that name: installed, replaced since, a copy with random letters, or in memory. */
static bool has_our_name(const char *path)
{
	char target[PATH_MAX];
	ssize_t length = readlink(path, target, sizeof target - 1);
	const char *name;

	if (length < 0) {
		return false;
	}
	target[length] = '\0';
	if (strncmp(target, "/memfd:", 7) == 0) {
		name = target + 7;
	} else {
		name = strrchr(target, '/') ? strrchr(target, '/') + 1 : target;
	}
	return strncmp(name, PROGRAM_NAME, sizeof PROGRAM_NAME - 1) == 0;
}

/*
 * The program of another user's process may be hidden (root in a container may signal all processes, but cannot read the
 * programs of all). The arguments are not hidden; and a supervisor blocks all signals and has no handlers. The arguments are
 * empty for a moment: during the exec, and while the supervisor overwrites them.
 */
static bool acts_like_supervisor(pid_t pid)
{
	struct bgproc_procfs_stat fields;
	char path[96], arguments[sizeof PROGRAM_NAME];

	bgproc_procfs_path(path, pid, "cmdline");
	return bgproc_procfs_stat(pid, &fields) && !bgproc_procfs_dead(fields.state) && fields.session == pid &&
		blocks_all(&fields) && fields.caught == 0 && bgproc_procfs_read(path, arguments, sizeof arguments) >= 0 &&
		(arguments[0] == '\0' || strcmp(arguments, PROGRAM_NAME) == 0);
}

bool bgproc_is_supervisor(pid_t pid)
{
	static struct stat own; /* never changes */
	struct stat other;
	char path[96];

	bgproc_procfs_path(path, pid, "exe");
	if (stat(path, &other) < 0) {
		return (errno == EACCES || errno == EPERM) && acts_like_supervisor(pid);
	}
	if (own.st_ino == 0 && stat("/proc/self/exe", &own) < 0) {
		return false;
	}
	return (own.st_dev == other.st_dev && own.st_ino == other.st_ino) || has_our_name(path);
}

pid_t bgproc_parent_of(pid_t pid)
{
	struct bgproc_procfs_stat fields;

	return bgproc_procfs_stat(pid, &fields) ? fields.parent : 0;
}

int bgproc_become_subreaper(void)
{
	return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}
