/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_DETACH_H
#define BGPROC_PLATFORM_PROCESS_DETACH_H

/*
 * Starts a program that is not a child of the caller, and writes its record before it runs. The caller creates a file with a
 * temporary name. The new process (bgproc_spawn_orphan()) finds its own identity, writes the record, publishes it, and calls
 * exec. When bgproc_detach() returns BGPROC_OK, the record is complete and the program was executed. On any failure nothing
 * is left: no process, no record, no temporary file.
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

	/* the record: text with space for the child's own numbers (decimal, right-aligned with blanks) */
	int dir_fd;
	const char *temp_name; /* starts with a dot */
	const char *final_name;
	char *text;
	size_t text_length;
	size_t pid_offset;
	size_t start_offset; /* start_ticks */
	size_t inode_offset; /* pidfd_inode */

	/* files with temporary names that get their final names when the record is published (and are removed if that fails) */
	const struct bgproc_detach_rename *renames;
	size_t rename_count;

	/* files that are truncated once the key is published, so that a start that does not get the key changes no old content */
	const int *cut_fds;
	size_t cut_count;

	/* descriptors: [0..2] become 0, 1, 2 (each must be >= 3); passed ones keep their numbers; all others are closed */
	int stdio[3];
	const int *passed_fds;
	size_t passed_count;
};

/*
 * Out: identity receives pid, start_ticks, pidfd_inode of the program. Errors: BGPROC_ERR_SPAWN (stage clone or supervisor),
 * BGPROC_ERR_STORE (stage record), BGPROC_ERR_STATE when final_name already exists.
 */
enum bgproc_status bgproc_detach(
	const struct bgproc_detach *detach, struct bgproc_identity *identity, struct bgproc_error *err);

/* Writes the numbers of an identity into the text of the record. For a caller whose memory was not shared with the child. */
void bgproc_detach_patch(const struct bgproc_detach *detach, const struct bgproc_identity *identity);

#endif
