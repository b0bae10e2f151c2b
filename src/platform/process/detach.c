/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"
#include "src/platform/file/rename.h"
#include "src/platform/process/detach.h"
#include "src/platform/process/exec.h"
#include "src/platform/process/proc.h"
#include "src/platform/process/spawn.h"
#include "src/platform/signal/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct attempt {
	const struct bgproc_detach *detach;
	size_t published; /* how many of the companions have their final names */
	int record_fd;    /* the record with its temporary name, empty until it is published */
};

/* Writes a number right-aligned into a field of blanks. */
static void patch_number(char *field, uint64_t number)
{
	char *at = field + BGPROC_PATCH_WIDTH;

	do {
		*--at = (char) ('0' + number % 10);
		number /= 10;
	} while (number > 0 && at > field);
}

/* From here to explain() all code also runs between clone and exec: async-signal-safe calls only. */

static void fail(struct bgproc_spawn_report *report, enum bgproc_stage stage)
{
	report->stage = stage;
	report->sys_errno = errno;
}

void bgproc_detach_patch(const struct bgproc_detach *detach, const struct bgproc_identity *identity)
{
	patch_number(detach->text + detach->pid_offset, (uint64_t) identity->pid);
	patch_number(detach->text + detach->start_offset, identity->start_ticks);
	patch_number(detach->text + detach->inode_offset, identity->pidfd_inode);
}

/* Removes exactly what publish() has made visible. */
static void unpublish(const struct attempt *attempt)
{
	const struct bgproc_detach *detach = attempt->detach;

	unlinkat(detach->dir_fd, detach->final_name, 0);
	for (size_t i = 0; i < attempt->published; i++) {
		unlinkat(detach->dir_fd, detach->renames[i].to, 0);
	}
}

/* Gives the companions of a published record their names. They replace nothing: an existing file with such a name is not ours. */
static int publish_files(struct attempt *attempt)
{
	const struct bgproc_detach *detach = attempt->detach;

	for (; attempt->published < detach->rename_count; attempt->published++) {
		const struct bgproc_detach_rename *file = &detach->renames[attempt->published];

		if (bgproc_rename_new(detach->dir_fd, file->from, file->to) < 0) {
			return -1;
		}
	}
	return 0;
}

/* Writes the record and publishes it, unless its name exists. Returns the stage that failed, with errno. */
static enum bgproc_stage publish(struct attempt *attempt)
{
	const struct bgproc_detach *detach = attempt->detach;

	if (bgproc_write_all(attempt->record_fd, detach->text, detach->text_length) < 0 ||
		bgproc_rename_new(detach->dir_fd, detach->temp_name, detach->final_name) < 0) {
		return BGPROC_STAGE_RECORD;
	}
	if (publish_files(attempt) < 0) {
		int saved_errno = errno;

		unpublish(attempt);
		errno = saved_errno;
		return BGPROC_STAGE_OUTPUT;
	}
	return BGPROC_STAGE_NONE;
}

static void close_on_exec(int fd, bool on)
{
	fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0);
}

/*
 * Descriptors of the program: 0, 1, 2 and the passed ones only. The others are marked close-on-exec and not closed, because
 * image_fd is needed for the exec.
 */
static int arrange_descriptors(const struct attempt *attempt)
{
	const struct bgproc_detach *detach = attempt->detach;

	bgproc_fds_close_on_exec(3);
	for (int i = 0; i < 3; i++) {
		if (dup2(detach->stdio[i], i) < 0) {
			return -1;
		}
	}
	for (size_t i = 0; i < detach->passed_count; i++) {
		close_on_exec(detach->passed_fds[i], false);
	}
	close_on_exec(attempt->record_fd, false);
	return 0;
}

/* Runs in the new process and becomes the program. */
static void become_program(void *context, struct bgproc_spawn_report *report)
{
	struct attempt *attempt = context;
	const struct bgproc_detach *detach = attempt->detach;
	struct bgproc_identity self;
	enum bgproc_stage failed;

	/* Done first: a signal to the caller's process group (Ctrl-C, a kill of the group, a stop) must not end this process. */
	setsid();
	/*
	 * Pending signals were sent to that group or to all its processes, and not to this process: no record contains its pid yet.
	 */
	bgproc_signals_discard();
	/*
	 * Descriptor 0 will be replaced in any case, so it is closed now: reading our identity needs a descriptor, and the caller
	 * may have none left. A process whose record has no identity could not be stopped.
	 */
	close(0);
	bgproc_identity_of_self(&self);
	report->pid = self.pid;
	report->start_ticks = self.start_ticks;
	report->pidfd_inode = self.pidfd_inode;
	bgproc_detach_patch(detach, &self);
	failed = publish(attempt);
	if (failed != BGPROC_STAGE_NONE) {
		fail(report, failed);
		return;
	}
	for (size_t i = 0; i < detach->cut_count; i++) {
		/* Fails for a device or a FIFO, which need not be truncated. */
		(void) !ftruncate(detach->cut_fds[i], 0);
	}
	if (arrange_descriptors(attempt) == 0) {
		bgproc_exec_image(detach->image_fd, detach->image_path, detach->argv, detach->envp);
	}
	fail(report, BGPROC_STAGE_SUPERVISOR);
	unpublish(attempt);
}

static enum bgproc_status explain(
	const struct bgproc_detach *detach, const struct bgproc_spawn_report *report, struct bgproc_error *err)
{
	err->stage = report->stage;
	if (report->stage == BGPROC_STAGE_CLONE) {
		return bgproc_error_set(err, BGPROC_ERR_SPAWN, report->sys_errno, "Cannot create a process");
	}
	if (report->stage == BGPROC_STAGE_SUPERVISOR && report->sys_errno == E2BIG) {
		return bgproc_error_set(err, BGPROC_ERR_SPAWN, E2BIG, "The command line and the environment are too long");
	}
	if (report->stage == BGPROC_STAGE_SUPERVISOR) {
		return bgproc_error_set(err, BGPROC_ERR_SPAWN, report->sys_errno, "Cannot execute the supervisor %s",
			detach->image_path ? detach->image_path : "");
	}
	if (report->stage == BGPROC_STAGE_OUTPUT) {
		return bgproc_error_set(err, BGPROC_ERR_STORE, report->sys_errno,
			"Cannot give the captured output of %s its names (KEY.out, KEY.err)", detach->final_name);
	}
	if (report->sys_errno == EEXIST) {
		return bgproc_error_set(err, BGPROC_ERR_STATE, 0, "The record %s exists already", detach->final_name);
	}
	return bgproc_error_set(
		err, BGPROC_ERR_STORE, report->sys_errno, "Cannot write the record %s", detach->final_name);
}

/* Creates the file that becomes the record. */
static int create_record(const struct bgproc_detach *detach)
{
	int fd, moved;

	/* The supervisor cannot work with a record that cannot be written. */
	if (!bgproc_file_size_allowed(detach->text_length)) {
		return -1;
	}
	fd = bgproc_file_create(detach->dir_fd, detach->temp_name);
	moved = bgproc_fd_above_stdio(fd);
	if (fd >= 0 && moved < 0) {
		int saved_errno = errno;

		unlinkat(detach->dir_fd, detach->temp_name, 0);
		errno = saved_errno;
	}
	return moved;
}

enum bgproc_status bgproc_detach(
	const struct bgproc_detach *detach, struct bgproc_identity *identity, struct bgproc_error *err)
{
	struct attempt attempt = {.detach = detach, .record_fd = create_record(detach)};
	struct bgproc_spawn_report report = {.stage = BGPROC_STAGE_NONE};

	if (attempt.record_fd < 0) {
		fail(&report, BGPROC_STAGE_RECORD);
		return explain(detach, &report, err);
	}
	patch_number(detach->record_fd_arg, (uint64_t) attempt.record_fd);
	if (bgproc_spawn_orphan(become_program, &attempt, &report) < 0) {
		fail(&report, BGPROC_STAGE_CLONE);
	}
	bgproc_fd_close(&attempt.record_fd);
	if (report.stage != BGPROC_STAGE_NONE) {
		/* The file still exists, unless the record was published and then removed. */
		unlinkat(detach->dir_fd, detach->temp_name, 0);
		return explain(detach, &report, err);
	}
	bgproc_identity_here(identity);
	identity->pid = report.pid;
	identity->start_ticks = report.start_ticks;
	identity->pidfd_inode = report.pidfd_inode;
	return BGPROC_OK;
}
