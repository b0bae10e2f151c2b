/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_LAST_WORDS_H
#define BGPROC_STORE_FILE_LAST_WORDS_H

/* Writes the final state into files that have lost the name of the record, for processes that wait with them. */

#include "src/store/file/writer.h"

/*
 * Called at the end, when the final record was published or the record was removed. Writes the final state into the files
 * that were the record before, for processes that hold them open with a shared flock() (they wait for a process that they
 * have not started). Other files are not changed. Best effort; new disk space is needed only in rare cases.
 */
void bgproc_record_writer_last_words(struct bgproc_record_writer *writer, const struct bgproc_record *record);

#endif
