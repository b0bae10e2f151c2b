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

#include "src/store/file/writer_file.h"

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
 * Makes a companion of the record that is not there yet, KEY and the suffix, readable and writable. The caller closes it. -1
 * with errno, also when the key, and with it the name, belongs to another process by now.
 */
int bgproc_record_writer_create(const struct bgproc_record_writer *writer, const char *suffix);

/*
 * Removes the record, the output files where they are of this process and, of a job, its companions. Nothing else that has
 * the key in its name.
 */
void bgproc_record_writer_remove(struct bgproc_record_writer *writer);

/* Releases the reservation and memory; the record stays as it is. */
void bgproc_record_writer_close(struct bgproc_record_writer *writer);

#endif
