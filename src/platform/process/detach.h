/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_DETACH_H
#define BGPROC_PLATFORM_PROCESS_DETACH_H

/*
 * Starts a program that is no child of the caller, with its record on disk before it runs. The caller makes a file with a
 * temporary name; the new process (bgproc_spawn_orphan()) learns its own identity, writes the record, publishes it, and
 * execs. When bgproc_detach() returns BGPROC_OK the
 * record is there, complete, and the program exec'd; on any failure nothing is left behind: no process, no record, no
 * temporary file.
 */

#include "src/core/error.h"
#include "src/core/record.h"

#include <stddef.h>
#include <sys/types.h>

struct bgproc_detach_rename {
	const char *from;
	const char *to;
};

struct bgproc_detach {
	/* the program */
	int image_fd; /* an open executable file, or -1: use image_path */
	const char *image_path;
	char *const *argv;
	char *const *envp;
	char *record_fd_arg; /* BGPROC_PATCH_WIDTH zeros inside one of argv, for the record's descriptor number */

	/* the record: text with room for the child's own numbers (decimal, right-aligned by spaces) */
	int dir_fd;
	const char *temp_name; /* starts with a dot */
	const char *final_name;
	char *text;
	size_t text_length;
	size_t pid_offset;
	size_t start_offset; /* start_ticks */
	size_t inode_offset; /* pidfd_inode */

	/* files made under temporary names that get their real ones when the record is published (and go if that fails) */
	const struct bgproc_detach_rename *renames;
	size_t rename_count;

	/* files that are cut to nothing once the key is won, so that a start that fails loses no old content */
	const int *cut_fds;
	size_t cut_count;

	/* descriptors: [0..2] become 0, 1, 2 (each >= 3); passed ones keep their numbers; all others are closed */
	int stdio[3];
	const int *passed_fds;
	size_t passed_count;
};

/*
 * Out: identity gets pid, start_ticks, pidfd_inode of the program. Errors: BGPROC_ERR_SPAWN (stage clone or
 * supervisor), BGPROC_ERR_STORE (stage record), BGPROC_ERR_STATE when final_name exists already.
 */
enum bgproc_status bgproc_detach(
	const struct bgproc_detach *detach, struct bgproc_identity *identity, struct bgproc_error *err);

/* Writes the numbers of an identity into the record's text, for a caller whose memory the child did not share. */
void bgproc_detach_patch(const struct bgproc_detach *detach, const struct bgproc_identity *identity);

#endif
