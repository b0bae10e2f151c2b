/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_WRITER_H
#define BGPROC_STORE_FILE_WRITER_H

/*
 * The supervisor's side of the store: it owns one record and replaces it whole (a temporary file takes its name). The space of
 * the final record of a kept process is reserved before the command starts, so that ending never needs new disk space.
 *
 * A record that was removed by hand stays removed until the final one; one that was replaced by hand (its fixed part
 * is not ours) belongs to another process and is never touched again.
 */

#include "src/core/buf.h"
#include "src/core/error.h"
#include "src/core/record.h"

#include <stdbool.h>
#include <sys/types.h>

/* How many replaced records are kept open for processes that wait with them. The first and the last one do not count. */
#define BGPROC_RECORD_HELD_MAX 16

/* Which file it is, whatever its name. */
struct bgproc_file {
	dev_t device;
	ino_t inode;
};

struct bgproc_record_writer {
	int dir_fd;               /* borrowed */
	bool output_files;        /* KEY.out, KEY.err and KEY.cut are of this process; set by the caller, false at first */
	enum bgproc_job_kind job; /* its record is longer and has companions; set by the caller, NONE at first */
	int record_fd;            /* borrowed: the record as it was published */
	int current_fd;           /* the file we replaced it by, or -1: open, so that its inode stays its own; owned */
	/* Replaced records with which another process waits: they get the final state. Owned. Further ones do not get it. */
	int held_fds[BGPROC_RECORD_HELD_MAX];
	size_t held_count;
	int result_fd; /* what KEY.result is, or -1: synced with the final record; owned */
	char key[129];
	struct bgproc_buf fixed; /* the fixed part as published, with room for a live part behind it; owned */
	size_t fixed_length;
	pid_t pid;                /* of this process, part of the names of temporary files */
	unsigned temporaries;     /* how many such names were used */
	struct bgproc_file named; /* the file that is the record now, as far as we know */
	int reserve_fd;           /* the reserved file, or -1; locked (flock) as long as it is waited with */
	struct bgproc_file reserved;
	size_t reserved_length;
	char reserve_name[160];
};

/* Reads the fixed part from record_fd (its first fixed_length bytes). record_fd stays the caller's, open until close. */
enum bgproc_status bgproc_record_writer_open(struct bgproc_record_writer *writer, int dir_fd, const char *key,
	int record_fd, size_t fixed_length, struct bgproc_error *err);

/*
 * Reserves the space of one more record, in a temporary file ".KEY.PID.N" that carries an exclusive flock() for as long
 * as this process lives: a sweeper must leave a locked one alone, however old.
 */
enum bgproc_status bgproc_record_writer_reserve(struct bgproc_record_writer *writer, struct bgproc_error *err);

/*
 * Replaces the record by fixed part + live part of record. final: the reserved file is used, the data is synced to disk
 * (fsync of file and directory). Not final: a new file is made; on failure the old record stays as it was.
 */
enum bgproc_status bgproc_record_writer_put(
	struct bgproc_record_writer *writer, const struct bgproc_record *record, bool final, struct bgproc_error *err);

/*
 * Of a job: KEY.result holds these bytes from now on, in place of what was there if that was ours; on failure it stays as it
 * was. A result that another process has put there is never touched. It is synced to disk with the final record.
 */
enum bgproc_status bgproc_record_writer_put_result(
	struct bgproc_record_writer *writer, const void *bytes, size_t length, struct bgproc_error *err);

/*
 * Makes a companion of the record that is not there yet, KEY and the suffix, readable and writable. The caller closes it. -1
 * with errno, also when the key, and with it the name, belongs to another process by now.
 */
int bgproc_record_writer_create(const struct bgproc_record_writer *writer, const char *suffix);

/*
 * Removes the record, the output files where they are of this process and, of a job, its companions. Nothing else that has
 * the key in its name.
 */
void bgproc_record_writer_remove(struct bgproc_record_writer *writer);

/*
 * At the end, when the final record is in its place or the record is removed: writes the final state into the files that
 * had the record's name before, for processes that hold them open with a shared flock() (they wait for ours without
 * having started it). Other files are left as they are. Best effort; needs no new space in all but the rarest
 * case.
 */
void bgproc_record_writer_last_words(struct bgproc_record_writer *writer, const struct bgproc_record *record);

/* Releases the reservation and memory; the record stays as it is. */
void bgproc_record_writer_close(struct bgproc_record_writer *writer);

#endif
