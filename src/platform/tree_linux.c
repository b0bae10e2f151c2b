/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/proc.h"
#include "src/platform/files.h"
#include "src/platform/procfs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef bool (*skip_function)(pid_t pid, void *context);
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
 * Appends the children of one thread; needs CONFIG_PROC_CHILDREN, which every distribution has. False with errno; ENOSYS
 * when the thread is one of ours and there is nothing to read.
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

/* A child belongs to the thread that made it, and runtimes fork from any of theirs. */
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

int bgproc_tree_each(skip_function skip, visit_function visit, void *context)
{
	struct pid_list list = {0};
	size_t own_count;
	char own[16];
	int visited = 0;

	/* Ours first and fast: who forks and leaves all the time is our child for a moment only. We have one thread. */
	snprintf(own, sizeof own, "%d", (int) getpid());
	if (!push_children_of_thread(&list, getpid(), own, true)) {
		free(list.pids);
		return -1;
	}
	own_count = list.length;
	/* Breadth first; the list grows while it is walked, which also bounds the walk against cycles by pid reuse. */
	for (size_t i = 0; i < list.length && i < 65536; i++) {
		struct bgproc_relative relative = {.pid = list.pids[i]};
		struct bgproc_procfs_stat fields;
		size_t length = list.length;

		if (relative.pid <= 1) {
			continue;
		}
		/* Before the state is asked: if it is alive then, the children were all its own when they were read. */
		if (!push_children(&list, relative.pid)) {
			visited = -1;
			break;
		}
		/* After it: who is left out with all below it by an exec, in this moment, may have had children since. */
		if (skip && skip(relative.pid, context)) {
			list.length = length;
			continue;
		}
		if (!bgproc_procfs_stat(relative.pid, &fields)) {
			/* A child of ours is there until we reap it. What we cannot read about (a descriptor too few) counts as alive. */
			bool there = i < own_count && (kill(relative.pid, 0) == 0 || errno != ESRCH);

			fields = (struct bgproc_procfs_stat) {.state = there ? 'R' : 'X', .parent = there ? getpid() : 0};
		}
		relative.parent = fields.parent;
		relative.group = fields.group;
		relative.zombie = bgproc_procfs_dead(fields.state);
		visit(&relative, context);
		visited++;
	}
	free(list.pids);
	return visited;
}

/* A program in a memory file has an inode of its own in each process that made one: then the name must do. */
static bool same_memory_file(const char *path)
{
	static const char prefix[] = "/memfd:bgproc.supervisor";
	char target[64];
	ssize_t length = readlink(path, target, sizeof target);

	return length >= (ssize_t) sizeof prefix - 1 && memcmp(target, prefix, sizeof prefix - 1) == 0;
}

bool bgproc_same_program(pid_t pid)
{
	struct stat own, other;
	char path[96];

	bgproc_procfs_path(path, pid, "exe");
	if (stat("/proc/self/exe", &own) < 0 || stat(path, &other) < 0) {
		return false;
	}
	if (own.st_dev == other.st_dev && own.st_ino == other.st_ino) {
		return true;
	}
	return own.st_size == other.st_size && same_memory_file(path) && same_memory_file("/proc/self/exe");
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
