/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_NAMES_H
#define BGPROC_STORE_FILE_NAMES_H

/* The names of the files of the file store. */

#include "src/core/job.h"
#include "src/core/key.h"

#include <stdbool.h>
#include <stddef.h>

/* Size of the name of any file of a key. */
#define BGPROC_STORE_NAME_SIZE (BGPROC_KEY_MAX + 16)

/*
 * The files next to KEY.json; the first BGPROC_STORE_OUTPUTS belong to captured output, the others to jobs. They are removed
 * in this order: readers of KEY.cut rely on it.
 */
#define BGPROC_STORE_OUTPUTS 3
#define BGPROC_STORE_COMPANIONS 8

extern const char *const bgproc_store_companions[BGPROC_STORE_COMPANIONS];

/*
 * Whether the companion with that number belongs to a record: KEY.out, .err and .cut if output is captured, KEY.log,
 * .result, .request and .sock for a job, KEY.php for a job that calls PHP. Files with such names next to other records do
 * not belong to us.
 */
bool bgproc_store_has_companion(size_t number, bool capture, enum bgproc_job_kind job);

/* Formats the name of a file of a key; name has BGPROC_STORE_NAME_SIZE bytes. suffix: ".json", ".out", ".request", ... */
void bgproc_store_file_name(char *name, const char *key, const char *suffix);

/* The name of the lock of this user in a state directory. Room for 32 bytes. */
void bgproc_store_lock_name(char *name);

/* Name of a temporary file: ".KEY.PID.N", which no key can take. Room for BGPROC_KEY_MAX + 48 bytes. */
void bgproc_store_temp_name(char *name, const char *key);

#endif
