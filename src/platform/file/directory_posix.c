/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/file/directory.h"

#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/file/directory_make.h"
#include "src/platform/file/directory_owner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A directory on the way must be searchable, but not readable. */
#if defined(O_PATH)
# define OPEN_SEARCH O_PATH
#elif defined(O_SEARCH)
# define OPEN_SEARCH O_SEARCH
#else
# define OPEN_SEARCH O_RDONLY
#endif

/* The same limit as in Linux. */
#define LINKS_MAX 40

/* How long to wait until a shared directory that another user is creating has got its mode. */
#define SHARED_WAIT_MS 100

/* ---- the state directory ---- */

/* A way down to the directory, one component at a time, so that each is checked by the descriptor it is
 * passed by. */
struct walk {
	const char *path; /* as given, for messages */
	int fd;           /* the directory reached so far; owned */
	bool foreign;     /* it belongs to another user: names in it may change during the walk */
	bool open_to_all; /* other users may create names in it, as in /tmp */
	bool shared;
	bool create;
	bool missing;        /* the walk ended at a name that does not exist */
	int links;           /* symlinks followed */
	char rest[PATH_MAX]; /* the rest of the path */
	struct bgproc_error *err;
};

static int refuse(struct walk *walk, int sys_errno, const char *name, const char *why)
{
	bgproc_error_set(
		walk->err, BGPROC_ERR_STORE, sys_errno, "state directory \"%.200s\": \"%.200s\" %s", walk->path, name, why);
	return -1;
}

static const char foreign[] = "belongs to another user";
static const char foreign_link[] = "is a symlink that belongs to another user";
static const char open_to_others[] =
	"is writable by others and not sticky: remove that right (chmod go-w), or use another directory";

/* As refuse(); the message also contains the owner. */
static int refuse_owner(struct walk *walk, const char *name, const char *why, uid_t uid)
{
	char text[256], owner[64], caller[64];

	bgproc_owner_text(owner, sizeof owner, uid);
	bgproc_owner_text(caller, sizeof caller, geteuid());
	snprintf(text, sizeof text, "%s, %s: give it to %s, or use another directory", why, owner, caller);
	return refuse(walk, 0, name, text);
}

/* As refuse(), for an errno of the system. */
static int refuse_denied(struct walk *walk, const char *name, const char *why)
{
	char text[320], owner[256] = "";

	if (errno == EACCES || errno == EPERM) {
		bgproc_owner_denied(owner, sizeof owner, walk->fd, name);
	}
	snprintf(text, sizeof text, "%s%s", why, owner);
	return refuse(walk, errno, name, text);
}

/*
 * Which users may own the next part of the path. In a user namespace that does not map root of the host, the directories of
 * that root look like those of other unmapped users. In a directory to which only its owner can write, the names count as
 * that owner's; in /tmp they may belong to any user. docs/security.md says what those users can still do.
 */
static bool trusted_on_the_way(const struct walk *walk, uid_t uid)
{
	return bgproc_owner_trusted(uid) || (!walk->open_to_all && bgproc_owner_unmapped(uid));
}

/* Why a directory is refused, or NULL. */
static const char *fault_of(const struct walk *walk, const struct stat *st, bool last)
{
	bool sticky = (st->st_mode & S_ISVTX) != 0;

	if (last ? !bgproc_owner_trusted(st->st_uid) : !trusted_on_the_way(walk, st->st_uid)) {
		/* The first user creates the shared directory. That user may remove our files, but cannot forge them. */
		return walk->shared && sticky && (st->st_mode & S_IWOTH) ? NULL : foreign;
	}
	if ((st->st_mode & (S_IWGRP | S_IWOTH)) && !sticky) {
		return open_to_others;
	}
	return NULL;
}

/* The walk has reached a directory; takes ownership of fd. */
static int arrive(struct walk *walk, int fd, const char *name, const struct stat *st, bool last)
{
	const char *fault = fault_of(walk, st, last);

	if (fault) {
		bgproc_fd_close(&fd);
		return fault == foreign ? refuse_owner(walk, name, foreign, st->st_uid) : refuse(walk, 0, name, fault);
	}
	bgproc_fd_close(&walk->fd);
	walk->fd = fd;
	walk->foreign = !bgproc_owner_trusted(st->st_uid);
	walk->open_to_all = (st->st_mode & (S_IWGRP | S_IWOTH)) != 0;
	return 0;
}

/* The start of a walk: "/" or the working directory. */
static int start_at(struct walk *walk, const char *name)
{
	struct stat st;
	int fd = open(name, OPEN_SEARCH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) < 0) {
		int saved = errno;

		bgproc_fd_close(&fd);
		return refuse(walk, saved, name, "cannot be opened");
	}
	walk->open_to_all = false;
	return arrive(walk, fd, name, &st, false);
}

/* Puts the target of the symlink name in front of what is left. Only root's and our own links are followed.
 */
static int follow(struct walk *walk, const char *name)
{
	char target[PATH_MAX];
	struct stat st;
	ssize_t length;
	size_t rest = strlen(walk->rest);

	if (fstatat(walk->fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		return refuse(walk, errno, name, "cannot be opened");
	}
	if (!S_ISLNK(st.st_mode)) {
		return refuse(walk, ENOTDIR, name, "is not a directory");
	}
	if (!trusted_on_the_way(walk, st.st_uid)) {
		return refuse_owner(walk, name, foreign_link, st.st_uid);
	}
	length = readlinkat(walk->fd, name, target, sizeof target);
	if (length <= 0 || ++walk->links > LINKS_MAX) {
		return refuse(walk, length <= 0 ? EINVAL : ELOOP, name, "cannot be followed");
	}
	if ((size_t) length + 1 + rest >= sizeof walk->rest) {
		return refuse(walk, ENAMETOOLONG, name, "cannot be followed");
	}
	memmove(walk->rest + length + 1, walk->rest, rest + 1);
	memcpy(walk->rest, target, (size_t) length);
	walk->rest[length] = '/';
	return target[0] == '/' ? start_at(walk, "/") : 0;
}

/* Opens name below the directory reached, making it when it is missing and wanted. -1 with errno. */
static int open_step(const struct walk *walk, const char *name, bool last, struct stat *st)
{
	int flags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | (last ? O_RDONLY : OPEN_SEARCH);
	int fd = openat(walk->fd, name, flags);

	if (fd < 0 && errno == ENOENT && walk->create) {
		fd = bgproc_directory_make(&(struct bgproc_directory_place) {walk->fd, walk->foreign, walk->shared}, name, st);
		if (fd >= 0 || errno != EEXIST) {
			return fd;
		}
		fd = openat(walk->fd, name, flags);
	}
	if (fd >= 0 && fstat(fd, st) < 0) {
		bgproc_fd_close(&fd);
	}
	return fd;
}

static int step(struct walk *walk, const char *name, bool last)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(SHARED_WAIT_MS);
	struct timespec pause = {0, 1000000};
	struct stat st;
	int fd;

	for (;;) {
		fd = open_step(walk, name, last, &st);
		if (fd >= 0 ? !fault_of(walk, &st, last) || bgproc_owner_trusted(st.st_uid) : errno != EACCES) {
			break;
		}
		/* Another user may be about to make the shared directory, where that takes two steps (see make()): between
		 * mkdir and chmod it looks wrong. */
		if (!walk->shared || bgproc_deadline_left(deadline) == 0) {
			break;
		}
		bgproc_fd_close(&fd);
		nanosleep(&pause, NULL);
	}
	if (fd >= 0) {
		return arrive(walk, fd, name, &st, last);
	}
	if (errno == ENOENT && !walk->create) {
		walk->missing = true;
		return -1;
	}
	/* What a symlink opened without following gives: ELOOP, with O_DIRECTORY first ENOTDIR, on some BSD
	 * EMLINK. */
	if (errno == ENOTDIR || errno == ELOOP || errno == EMLINK) {
		return last ? refuse(walk, ENOTDIR, name, "is a symlink or not a directory") : follow(walk, name);
	}
	return refuse_denied(walk, name, walk->create ? "cannot be made or opened" : "cannot be opened");
}

/* Takes the next component off; false at the end. Additional slashes and "." are skipped. */
static bool next_component(struct walk *walk, char *name, bool *last)
{
	char *start = walk->rest, *end;

	for (;;) {
		start += strspn(start, "/");
		if (start[0] != '.' || (start[1] != '/' && start[1] != '\0')) {
			break;
		}
		start++;
	}
	end = start + strcspn(start, "/");
	if (start == end) {
		return false;
	}
	memcpy(name, start, (size_t) (end - start));
	name[end - start] = '\0';
	memmove(walk->rest, end, strlen(end) + 1);
	for (end = walk->rest; end[0] == '/' || (end[0] == '.' && (end[1] == '/' || end[1] == '\0')); end++) {
	}
	*last = *end == '\0';
	return true;
}

int bgproc_directory_open(const char *path, bool shared, bool create, struct bgproc_error *err)
{
	struct walk walk = {.path = path, .fd = -1, .shared = shared, .create = create, .err = err};
	char name[PATH_MAX];
	bool last = false;
	int fd;

	if (path[0] == '\0' || strlen(path) >= sizeof walk.rest) {
		return refuse(&walk, path[0] ? ENAMETOOLONG : ENOENT, path, "is no path of a directory");
	}
	memcpy(walk.rest, path, strlen(path) + 1);
	if (start_at(&walk, path[0] == '/' ? "/" : ".") < 0) {
		return -1;
	}
	while (next_component(&walk, name, &last)) {
		if (step(&walk, name, last) < 0) {
			bgproc_fd_close(&walk.fd);
			return -1;
		}
	}
	if (!last && walk.foreign && !shared) {
		bgproc_fd_close(&walk.fd);
		return refuse(&walk, 0, path, foreign);
	}
	/* The path was only "/" or ".": the descriptor of the walk is good for searching only. */
	fd = last ? walk.fd : openat(walk.fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!last) {
		bgproc_fd_close(&walk.fd);
	}
	/* The supervisor inherits it, and its descriptors 0, 1, 2 are those of the command. */
	fd = bgproc_fd_above_stdio(fd);
	if (fd < 0) {
		refuse(&walk, errno, path, "cannot be opened");
	}
	return fd;
}

int bgproc_directory_each(int dir_fd, bool (*visit)(const char *name, void *context), void *context)
{
	/* A separate open file description: reading changes its position, and forked processes share that of dir_fd. */
	int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	int saved;

	if (!dir) {
		bgproc_fd_close(&fd);
		return -1;
	}
	errno = 0;
	while ((entry = readdir(dir))) {
		if (entry->d_type == DT_REG || entry->d_type == DT_SOCK || entry->d_type == DT_UNKNOWN) {
			if (!visit(entry->d_name, context)) {
				break;
			}
		}
		errno = 0;
	}
	saved = entry ? 0 : errno;
	closedir(dir);
	errno = saved;
	return saved ? -1 : 0;
}

int bgproc_directory_usable(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0) {
		return errno;
	}
	if (!S_ISDIR(st.st_mode)) {
		return ENOTDIR;
	}
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0 ? errno : 0;
}
