/* SPDX-License-Identifier: Apache-2.0 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "src/launch/program_image.h"
#include "src/platform/file/descriptor.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* From linux/memfd.h of Linux 6.3: marks the file as executable, which vm.memfd_noexec=1 requires. */
#ifndef MFD_EXEC
# define MFD_EXEC 0x0010U
#endif

static const unsigned char supervisor_bytes[] = {
#include "bgproc_supervisor_blob.h"
};

static const unsigned char request_bytes[] = {
#include "bgproc_request_blob.h"
};

/* Searched once per process, at the first use. The descriptor is shared with forked children, which causes no problem. */
struct program {
	const char *name;
	const unsigned char *bytes;
	size_t size;
	int fd;
	char path[PATH_MAX];
	const char *source;
	pid_t unlink_by; /* the process that removes path at its end; 0: none */
};

static struct program supervisor = {
	.name = "bgproc.supervisor", .bytes = supervisor_bytes, .size = sizeof supervisor_bytes, .fd = -1};
static struct program request = {.name = "bgproc.request", .bytes = request_bytes, .size = sizeof request_bytes, .fd = -1};

/* For threads that search a program at the same time. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* The path next to this module; false when the module is built into the php binary. */
static bool sibling_path(struct program *program)
{
	char module[PATH_MAX];
	Dl_info info;
	char *slash;
	int length;

	if (!dladdr((const void *) program->bytes, &info) || !info.dli_fname || !realpath(info.dli_fname, module)) {
		return false;
	}
	slash = strrchr(module, '/');
	length = snprintf(program->path, PATH_MAX, "%.*s/%s", (int) (slash - module), module, program->name);
	return length > 0 && length < PATH_MAX;
}

static bool same_bytes(const struct program *program, int fd)
{
	unsigned char buffer[8192];
	struct stat st;
	size_t at = 0;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size != (off_t) program->size) {
		return false;
	}
	while (at < program->size) {
		ssize_t length = bgproc_read_full(fd, buffer, sizeof buffer);

		if (length <= 0 || at + (size_t) length > program->size || memcmp(buffer, program->bytes + at, (size_t) length) != 0) {
			return false;
		}
		at += (size_t) length;
	}
	return true;
}

static bool use_sibling(struct program *program)
{
	int fd;

	if (!program->path[0] || access(program->path, X_OK) < 0) {
		return false;
	}
	/* O_NONBLOCK: if the file is a FIFO, open() must not wait for a writer. */
	fd = bgproc_fd_above_stdio(open(program->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC));
	if (fd >= 0 && !same_bytes(program, fd)) {
		bgproc_fd_close(&fd);
	}
	program->fd = fd;
	program->source = "file beside the module";
	return fd >= 0;
}

static bool use_memory_file(struct program *program)
{
#ifdef HAVE_MEMFD_CREATE
	int fd = memfd_create(program->name, MFD_CLOEXEC | MFD_EXEC);

	if (fd < 0 && errno == EINVAL) {
		fd = memfd_create(program->name, MFD_CLOEXEC);
	}
	fd = bgproc_fd_above_stdio(fd);
	if (fd >= 0 && (fchmod(fd, 0700) < 0 || bgproc_write_new(fd, program->bytes, program->size) < 0)) {
		bgproc_fd_close(&fd);
	}
	program->fd = fd;
	program->source = "memory file";
	return fd >= 0;
#else
	return false;
#endif
}

/*
 * The last resort: a file of mode 0700 with a random name. It is opened again for reading, because a file that
 * is open for writing cannot be executed.
 */
static bool use_temporary_copy(struct program *program)
{
	int writer;

	snprintf(program->path, sizeof program->path, "%s/%s.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", program->name);
	writer = mkostemp(program->path, O_CLOEXEC);
	if (writer < 0) {
		return false;
	}
	if (fchmod(writer, 0700) < 0 || bgproc_write_new(writer, program->bytes, program->size) < 0) {
		unlink(program->path);
		bgproc_fd_close(&writer);
		return false;
	}
	bgproc_fd_close(&writer);
	program->fd = bgproc_fd_above_stdio(open(program->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
	program->unlink_by = getpid();
	program->source = "temporary copy";
	return program->fd >= 0;
}

/*
 * Whether the kernel allows the execution of the descriptor at all. vm.memfd_noexec=2, noexec mounts and security modules
 * may forbid it; access checks do not show this, so /proc is used.
 */
static bool executable(int fd)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return access(path, X_OK) == 0 || errno == ENOENT;
}

static bool look(struct program *program)
{
	bool (*const ways[])(struct program *) = {use_sibling, use_memory_file, use_temporary_copy};

	if (!sibling_path(program)) {
		program->path[0] = '\0';
	}
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		if (ways[i](program)) {
			if (executable(program->fd)) {
				return true;
			}
			bgproc_fd_close(&program->fd);
		}
		/* A program that was refused must not be executed by its path either. */
		program->path[0] = '\0';
	}
	return false;
}

static bool find(struct program *program, struct bgproc_image *image)
{
	bool there;

	pthread_mutex_lock(&mutex);
	there = program->fd >= 0 || look(program);
	pthread_mutex_unlock(&mutex);
	*image = (struct bgproc_image) {program->fd, program->path};
	return there;
}

enum bgproc_status bgproc_program_image_supervisor(struct bgproc_image *image, const char *configured, struct bgproc_error *err)
{
	if (configured && configured[0]) {
		*image = (struct bgproc_image) {-1, configured};
		if (access(image->path, X_OK) < 0) {
			err->stage = BGPROC_STAGE_SUPERVISOR;
			return bgproc_error_set(
				err, BGPROC_ERR_SPAWN, errno, "Cannot execute %s (INI bgproc.supervisor)", image->path);
		}
		return BGPROC_OK;
	}
	if (!find(&supervisor, image)) {
		err->stage = BGPROC_STAGE_SUPERVISOR;
		return bgproc_error_set(err, BGPROC_ERR_SPAWN, errno,
			"No way to execute the supervisor: the file beside the module, a memory file and a copy in the temporary "
			"directory all fail; name an executable bgproc.supervisor in INI bgproc.supervisor");
	}
	return BGPROC_OK;
}

enum bgproc_status bgproc_program_image_request(struct bgproc_image *image, struct bgproc_error *err)
{
	if (!find(&request, image)) {
		err->stage = BGPROC_STAGE_SUPERVISOR;
		return bgproc_error_set(err, BGPROC_ERR_SPAWN, errno,
			"No way to execute bgproc.request: the file beside the module, a memory file and a copy in the temporary "
			"directory all fail");
	}
	return BGPROC_OK;
}

const char *bgproc_program_image_source(const char *configured)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_image image;

	if (bgproc_program_image_supervisor(&image, configured, &err) != BGPROC_OK) {
		return "none that can be executed";
	}
	return image.fd < 0 ? "INI bgproc.supervisor" : supervisor.source;
}

static void let_go(struct program *program)
{
	if (program->unlink_by == getpid()) {
		unlink(program->path);
	}
	bgproc_fd_close(&program->fd);
}

void bgproc_program_image_shutdown(void)
{
	let_go(&supervisor);
	let_go(&request);
}
