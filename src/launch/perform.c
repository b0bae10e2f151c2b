/* SPDX-License-Identifier: Apache-2.0 */
#include "src/launch/perform.h"

#include "src/core/key.h"
#include "src/launch/first_record.h"
#include "src/launch/supervisor_arguments.h"
#include "src/store/file/names.h"

/* The descriptors that the supervisor inherits besides 0, 1 and 2: the directory, the pipe, two files, the program. */
#define PASSED_MAX 5

static size_t passed_fds(const struct bgproc_launch *launch, int passed[PASSED_MAX])
{
	const int wanted[PASSED_MAX] = {launch->dir_fd, launch->outcome_fd, launch->out.fd, launch->err.fd, launch->program_fd};
	size_t count = 0;

	for (size_t i = 0; i < PASSED_MAX; i++) {
		if (wanted[i] >= 0) {
			passed[count++] = wanted[i];
		}
	}
	return count;
}

/* Starts the supervisor; argv is its finished command line. */
static enum bgproc_status detach(const struct bgproc_launch *launch, struct bgproc_buf *text,
	const struct bgproc_record_patches *patches, char *const *argv, char *record_fd, struct bgproc_error *err)
{
	char temp_name[BGPROC_KEY_MAX + 48], final_name[BGPROC_STORE_NAME_SIZE];
	struct bgproc_identity identity;
	int passed[PASSED_MAX];
	struct bgproc_detach detach = {
		.image_fd = launch->image_fd,
		.image_path = launch->image_path,
		.argv = argv,
		.envp = launch->environment->pointers,
		.record_fd_arg = record_fd,
		.dir_fd = launch->dir_fd,
		.temp_name = temp_name,
		.final_name = final_name,
		.text = text->data,
		.text_length = text->length,
		.pid_offset = patches->pid_offset,
		.start_offset = patches->start_offset,
		.inode_offset = patches->inode_offset,
		.renames = launch->renames,
		.rename_count = launch->rename_count,
		.cut_fds = launch->cut_fds,
		.cut_count = launch->cut_count,
		.stdio = {launch->stdio[0], launch->stdio[1], launch->stdio[2]},
		.passed_fds = passed,
		.passed_count = passed_fds(launch, passed),
	};
	enum bgproc_status status;

	bgproc_store_temp_name(temp_name, launch->key);
	bgproc_store_file_name(final_name, launch->key, ".json");
	status = bgproc_detach(&detach, &identity, err);
	if (status == BGPROC_OK) {
		bgproc_detach_patch(&detach, &identity);
	}
	return status;
}

enum bgproc_status bgproc_launch_perform(const struct bgproc_launch *launch, struct bgproc_buf *text, struct bgproc_error *err)
{
	struct bgproc_argv argv = BGPROC_ARGV_INIT;
	struct bgproc_record_patches patches;
	enum bgproc_status status;
	size_t fixed_length;
	char *record_fd;

	fixed_length = bgproc_launch_write_record(launch, text, &patches);
	status = bgproc_buf_ok(text) ? BGPROC_OK : bgproc_error_set(err, BGPROC_ERR_INTERNAL, 0, "Out of memory for the record");
	if (status == BGPROC_OK) {
		status = bgproc_launch_write_arguments(launch, fixed_length, &argv, &record_fd, err);
	}
	if (status == BGPROC_OK) {
		status = bgproc_argv_finish(launch->environment, err);
	}
	if (status == BGPROC_OK) {
		status = detach(launch, text, &patches, argv.pointers, record_fd, err);
	}
	bgproc_argv_free(&argv);
	return status;
}
