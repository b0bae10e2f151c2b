/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_WRITER_H
#define BGPROC_STORE_FILE_WRITER_H

/*
 * The supervisor's side of the store: it owns one record and replaces it as a whole (a temporary file takes its name). The space
 * of the final record of a kept process is reserved before the command starts, so that its end never needs new disk space.
 *
 * A record that was removed by hand stays removed until the final one; one that was replaced by hand (its fixed part
 * is not ours) belongs to another process and is never changed again.
 */

#include "src/store/file/writer_file.h"

/* Reads the fixed part from record_fd (its first fixed_length bytes). record_fd stays the caller's, open until close. */
enum bgproc_status bgproc_record_writer_open(struct bgproc_record_writer *writer, int dir_fd, const char *key,
	int record_fd, size_t fixed_length, struct bgproc_error *err);

/*
 * Reserves the space of one more record, in a temporary file ".KEY.PID.N" with an exclusive flock() as long as this process
 * lives: a sweeper must not remove a locked file, however old it is.
 */
enum bgproc_status bgproc_record_writer_reserve(struct bgproc_record_writer *writer, struct bgproc_error *err);

/*
 * Replaces the record by fixed part + live part of record. final: the reserved file is used, the data is synced to disk
 * (fsync of file and directory). Not final: a new file is made; on failure the old record stays as it was.
 */
enum bgproc_status bgproc_record_writer_put(
	struct bgproc_record_writer *writer, const struct bgproc_record *record, bool final, struct bgproc_error *err);

/*
 * Creates a new companion of the record, KEY and the suffix, readable and writable. The caller closes it. -1 with errno,
 * also if the key, and so the name, belongs to another process now.
 */
int bgproc_record_writer_create(const struct bgproc_record_writer *writer, const char *suffix);

/*
 * Removes the record, the output files if they belong to this process and, for a job, its companions. Other files with the
 * key in their names are not removed.
 */
void bgproc_record_writer_remove(struct bgproc_record_writer *writer);

/* Releases the reserved file and memory; the record is unchanged. */
void bgproc_record_writer_close(struct bgproc_record_writer *writer);

#endif
