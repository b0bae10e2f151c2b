/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_START_FILES_H
#define BGPROC_PHP_PROCESS_START_FILES_H

/* The descriptors and files of a start, each opened with its own error. */

#include "php.h"

#include "src/core/error.h"
#include "src/core/key.h"
#include "src/platform/process/detach.h"
#include "src/php/process/options/options.h"
#include "src/store/file/names.h"

#include <sys/types.h>

#define BGPROC_TEMP_NAME_SIZE (BGPROC_KEY_MAX + 48)

/* Files that get their names together with the record: the captured output, and the script and the request of a job. */
#define BGPROC_START_FILES_MAX 4

struct bgproc_start_files {
	int stdio[3];           /* descriptors 0, 1, 2 of the supervisor */
	int outcome[2];         /* the outcome pipe */
	int capture_writers[2]; /* stdout, stderr files of capture_output */
	int capture_readers[2];
	char temp_names[BGPROC_START_FILES_MAX][BGPROC_TEMP_NAME_SIZE];
	char final_names[BGPROC_START_FILES_MAX][BGPROC_STORE_NAME_SIZE];
	struct bgproc_detach_rename renames[BGPROC_START_FILES_MAX];
	size_t rename_count;
};

#define BGPROC_START_FILES_INIT {{-1, -1, -1}, {-1, -1}, {-1, -1}, {-1, -1}, {{0}}, {{0}}, {{0}}, 0}

/* False with an exception pending; bgproc_start_files_close() then closes what was opened. */
bool bgproc_start_files_open(struct bgproc_start_files *files, const struct bgproc_process_options *options, int dir_fd,
	const char *key);

/* Writes one more file. Its name, KEY and the suffix, appears together with the record. False with an exception pending. */
bool bgproc_start_files_write(
	struct bgproc_start_files *files, int dir_fd, const char *key, const char *suffix, const zend_string *text);

/* Makes *fd descriptor 0 of the command; *fd is taken over, and -1 afterwards. */
void bgproc_start_files_replace_stdin(struct bgproc_start_files *files, int *fd);

/* The files opened with mode "w", which are truncated by the start itself. Returns their number. */
size_t bgproc_start_files_to_cut(
	const struct bgproc_start_files *files, const struct bgproc_process_options *options, int cut[2]);

/* Closes what is still open and removes capture files that did not get their names. */
void bgproc_start_files_close(struct bgproc_start_files *files, int dir_fd);

#endif
