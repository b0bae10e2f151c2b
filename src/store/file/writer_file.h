/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_WRITER_FILE_H
#define BGPROC_STORE_FILE_WRITER_FILE_H

/*
 * The writer of one record, and its files: their names, their owner, and the processes that wait for the final state. These
 * functions are for the parts of the writer only.
 */

#include "src/core/buf.h"
#include "src/core/error.h"
#include "src/core/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

#define BGPROC_WRITER_NAME_SIZE 160

/* How many replaced records are kept open for processes that wait. The first and the last record do not count. */
#define BGPROC_RECORD_HELD_MAX 16

/* Identifies a file, independent of its name. */
struct bgproc_file {
	dev_t device;
	ino_t inode;
};

struct bgproc_record_writer {
	int dir_fd;               /* borrowed */
	bool output_files;        /* KEY.out, KEY.err and KEY.cut are of this process; set by the caller, false at first */
	enum bgproc_job_kind job; /* its record is longer and has companions; set by the caller, NONE at first */
	int record_fd;            /* borrowed: the record as it was published */
	int current_fd;           /* the file that has replaced it, or -1: kept open, so that its inode is not reused; owned */
	/* Replaced records for which another process waits: they get the final state. Owned. Further ones do not get it. */
	int held_fds[BGPROC_RECORD_HELD_MAX];
	size_t held_count;
	int result_fd; /* the file KEY.result, or -1: synced with the final record; owned */
	char key[129];
	struct bgproc_buf fixed; /* the fixed part as published, with space for a live part after it; owned */
	size_t fixed_length;
	pid_t pid;                /* of this process, part of the names of temporary files */
	unsigned temporaries;     /* how many such names were used */
	struct bgproc_file named; /* the file that is the record now, as far as is known */
	int reserve_fd;           /* the reserved file, or -1; locked (flock) while it is needed */
	struct bgproc_file reserved;
	size_t reserved_length;
	char reserve_name[160];
};

/* The owner of the record that now has our key. */
enum bgproc_writer_owner {
	BGPROC_WRITER_OURS,
	BGPROC_WRITER_NOBODY, /* there is no record */
	BGPROC_WRITER_OTHER,  /* another process, or the file is unreadable */
};

enum bgproc_writer_owner bgproc_writer_owner(const struct bgproc_record_writer *writer);

/* Sets err to the operation on the record that failed. */
enum bgproc_status bgproc_writer_fail(
	const struct bgproc_record_writer *writer, struct bgproc_error *err, int sys_errno, const char *what);

/* KEY and the suffix. */
void bgproc_writer_name(const struct bgproc_record_writer *writer, char name[BGPROC_WRITER_NAME_SIZE], const char *suffix);

bool bgproc_writer_is_file(const struct bgproc_file *file, const struct stat *st);

/* Like bgproc_read_full(), at offset 0, for exactly that many bytes. False with errno. */
bool bgproc_writer_read_at_start(int fd, char *bytes, size_t length);

/* A new file under a name that no key can take. -1 with errno. */
int bgproc_writer_create_temp(
	struct bgproc_record_writer *writer, char name[BGPROC_WRITER_NAME_SIZE], struct bgproc_file *file);

/*
 * Whether a process of this user waits with the file for the final state: it has locked the file while the file had its
 * name. A process that has just opened the file to read it has no lock, and reads the old text. On a file system without
 * locks: true.
 */
bool bgproc_writer_is_held(int fd);

#endif
