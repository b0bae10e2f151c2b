/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_LAST_WORDS_H
#define BGPROC_STORE_FILE_LAST_WORDS_H

/* The final state in files that have lost the name of the record, for processes that wait with them. */

#include "src/store/file/writer.h"

/*
 * At the end, when the final record is in its place or the record is removed: writes the final state into the files that
 * had the record's name before, for processes that hold them open with a shared flock() (they wait for ours without
 * having started it). Other files are left as they are. Best effort; needs no new space in all but the rarest
 * case.
 */
void bgproc_record_writer_last_words(struct bgproc_record_writer *writer, const struct bgproc_record *record);

#endif
