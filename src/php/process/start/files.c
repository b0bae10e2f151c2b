/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/start/files.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/path.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"
#include "src/platform/file/memory_file.h"

#include "zend_smart_str.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__linux__)
# include <linux/magic.h>
# include <sys/vfs.h>
#endif

/* ---- stdin, stdout, stderr ---- */

/* open() reports /proc/PID/mem and similar files as regular files, but the output of a command must not be written to them. */
static bool is_proc_file(int fd)
{
#if defined(__linux__)
	struct statfs fs;

	return fstatfs(fd, &fs) == 0 && (fs.f_type == PROC_SUPER_MAGIC || fs.f_type == SYSFS_MAGIC);
#else
	(void) fd;
	return false;
#endif
}

/*
 * Opens the file that an option names. The caller owns *fd, also on failure. Opening a FIFO without a process at its other
 * end fails (ENXIO) instead of blocking the caller. False with an exception pending.
 */
static bool open_option(const char *what, const struct bgproc_file_option *option, int *fd)
{
	int flags = option->mode == 'r' ? O_RDONLY : O_WRONLY | O_CREAT | (option->mode == 'a' ? O_APPEND : 0);
	const char *path = ZSTR_VAL(option->path);
	zend_string *absolute;
	char name[32];
	struct stat st;

	snprintf(name, sizeof name, "Option \"%s\"", what);
	if (!bgproc_path_allowed(name, path)) {
		return false;
	}
	absolute = bgproc_path_absolute(path);
	*fd = absolute ? open(ZSTR_VAL(absolute), flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666) : -1;
	*fd = bgproc_fd_above_stdio(*fd);
	if (absolute) {
		zend_string_release(absolute);
	}
	if (*fd < 0 || fstat(*fd, &st) < 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot open %s (option \"%s\")", path, what);
	} else if (S_ISDIR(st.st_mode) || S_ISBLK(st.st_mode) || is_proc_file(*fd)) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, 0,
			"Cannot use %s (option \"%s\"): it is a directory, a disk or a file of /proc or /sys", path, what);
	} else if (fcntl(*fd, F_SETFL, flags & O_APPEND) == 0) { /* without O_NONBLOCK: the command should block as usual */
		return true;
	} else {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot use %s (option \"%s\")", path, what);
	}
	return false;
}

/*
 * Standard input of the command, given as bytes. They are not stored in the state directory, because they may be secret, and
 * of any size.
 */
static int open_bytes(const zend_string *bytes)
{
	int fd = bgproc_memory_file("bgproc.stdin", ZSTR_VAL(bytes), ZSTR_LEN(bytes));

	if (fd < 0) {
		bgproc_throw_status(
			BGPROC_ERR_SPAWN, errno, "Cannot keep the %zu bytes of the option \"stdin\" for the command", ZSTR_LEN(bytes));
	}
	return fd;
}

static int open_null(void)
{
	int fd = bgproc_fd_above_stdio(open("/dev/null", O_RDWR | O_CLOEXEC));

	if (fd < 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot open /dev/null");
	}
	return fd;
}

/*
 * If both outputs go to the same file, it is opened once, as by "> file 2>&1". With two file positions each would overwrite
 * the other.
 */
static bool share_one_file(struct bgproc_start_files *files, const struct bgproc_process_options *options)
{
	struct stat out, err;

	if (!options->files[1].path || !options->files[2].path || fstat(files->stdio[1], &out) < 0 ||
		fstat(files->stdio[2], &err) < 0 || out.st_dev != err.st_dev || out.st_ino != err.st_ino) {
		return true;
	}
	bgproc_fd_close(&files->stdio[2]);
	files->stdio[2] = fcntl(files->stdio[1], F_DUPFD_CLOEXEC, 3);
	if (files->stdio[2] < 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot use one file for stdout and stderr");
		return false;
	}
	return true;
}

static bool open_stdio(struct bgproc_start_files *files, const struct bgproc_process_options *options)
{
	static const char *const names[3] = {"stdin", "stdout", "stderr"};
	int null = -1;

	for (int i = 0; i < 3; i++) {
		if (i == 2 && options->stderr_to_stdout) {
			files->stdio[2] = files->stdio[1];
		} else if (options->files[i].path) {
			if (!open_option(names[i], &options->files[i], &files->stdio[i])) {
				return false;
			}
		} else if (options->files[i].bytes) {
			files->stdio[i] = open_bytes(options->files[i].bytes);
		} else {
			/* One descriptor of /dev/null serves all outputs and inputs without a file. */
			files->stdio[i] = null < 0 ? open_null() : null;
			null = files->stdio[i];
		}
		if (files->stdio[i] < 0) {
			return false;
		}
	}
	return share_one_file(files, options);
}

size_t bgproc_start_files_to_cut(
	const struct bgproc_start_files *files, const struct bgproc_process_options *options, int cut[2])
{
	size_t count = 0;

	for (int i = 1; i < 3; i++) {
		if (options->files[i].path && options->files[i].mode == 'w') {
			cut[count++] = files->stdio[i];
		}
	}
	return count;
}

/* ---- captured output ---- */

static bool open_capture(struct bgproc_start_files *files, int dir_fd, const char *key)
{
	static const char *const suffixes[2] = {".out", ".err"};
	char cut[BGPROC_STORE_NAME_SIZE];
	struct stat left;

	/* A KEY.cut left by another process: its numbers would be taken for those of this process. */
	bgproc_store_file_name(cut, key, ".cut");
	if (fstatat(dir_fd, cut, &left, AT_SYMLINK_NOFOLLOW) == 0) {
		bgproc_throw_status(BGPROC_ERR_STORE, EEXIST, "Cannot create %s in the state directory", cut);
		return false;
	}
	for (int i = 0; i < 2; i++) {
		struct stat st;

		bgproc_store_temp_name(files->temp_names[i], key);
		bgproc_store_file_name(files->final_names[i], key, suffixes[i]);
		files->capture_writers[i] = bgproc_fd_above_stdio(bgproc_file_create(dir_fd, files->temp_names[i]));
		if (files->capture_writers[i] < 0) {
			bgproc_throw_status(BGPROC_ERR_STORE, errno, "Cannot create %s in the state directory", files->final_names[i]);
			return false;
		}
		files->renames[i] = (struct bgproc_detach_rename) {files->temp_names[i], files->final_names[i]};
		files->rename_count = (size_t) i + 1;
		/* Also opened for reading here, so that this handle can read the output after the record and its files were removed. */
		files->capture_readers[i] = bgproc_file_open_own(dir_fd, files->temp_names[i], O_RDONLY, &st);
		if (files->capture_readers[i] < 0) {
			bgproc_throw_status(BGPROC_ERR_STORE, errno, "Cannot open %s", files->final_names[i]);
			return false;
		}
	}
	return true;
}

bool bgproc_start_files_open(struct bgproc_start_files *files, const struct bgproc_process_options *options, int dir_fd,
	const char *key)
{
	if (!open_stdio(files, options)) {
		return false;
	}
	if (bgproc_pipe(files->outcome) < 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot create a pipe");
		return false;
	}
	return !options->capture_output || open_capture(files, dir_fd, key);
}

bool bgproc_start_files_write(
	struct bgproc_start_files *files, int dir_fd, const char *key, const char *suffix, const zend_string *text)
{
	size_t i = files->rename_count;
	bool written;
	int fd;

	bgproc_store_temp_name(files->temp_names[i], key);
	bgproc_store_file_name(files->final_names[i], key, suffix);
	fd = bgproc_file_create(dir_fd, files->temp_names[i]);
	if (fd >= 0) {
		files->renames[i] = (struct bgproc_detach_rename) {files->temp_names[i], files->final_names[i]};
		files->rename_count = i + 1;
	}
	written = fd >= 0 && bgproc_write_new(fd, ZSTR_VAL(text), ZSTR_LEN(text)) == 0;
	bgproc_fd_close(&fd);
	if (!written) {
		bgproc_throw_status(BGPROC_ERR_STORE, errno, "Cannot write %s in the state directory", files->final_names[i]);
	}
	return written;
}

void bgproc_start_files_replace_stdin(struct bgproc_start_files *files, int *fd)
{
	/* Several of the three may be the same descriptor of /dev/null. */
	if (files->stdio[0] != files->stdio[1] && files->stdio[0] != files->stdio[2]) {
		bgproc_fd_close(&files->stdio[0]);
	}
	files->stdio[0] = *fd;
	*fd = -1;
}

void bgproc_start_files_close(struct bgproc_start_files *files, int dir_fd)
{
	for (int i = 0; i < 3; i++) {
		int fd = files->stdio[i];

		/* Several of the three may be the same descriptor of /dev/null. */
		for (int j = i; j < 3; j++) {
			files->stdio[j] = files->stdio[j] == fd ? -1 : files->stdio[j];
		}
		bgproc_fd_close(&fd);
	}
	for (int i = 0; i < 2; i++) {
		bgproc_fd_close(&files->outcome[i]);
		bgproc_fd_close(&files->capture_writers[i]);
		bgproc_fd_close(&files->capture_readers[i]);
	}
	for (size_t i = 0; i < files->rename_count; i++) {
		/* After a successful start this name does not exist any more: the file has its final name. */
		unlinkat(dir_fd, files->renames[i].from, 0);
	}
}
