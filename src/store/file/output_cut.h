/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_OUTPUT_CUT_H
#define BGPROC_STORE_FILE_OUTPUT_CUT_H

/*
 * KEY.cut: how much was cut off at the front of KEY.out and KEY.err, so that a reader in another process knows the position
 * of each byte of the file in the output. The supervisor creates it before the first cut, and is the only writer.
 *
 * Positions count the bytes that were written to the file, from 0. The supervisor cuts in three steps: it writes next, moves
 * the tail to the start of the file and shortens the file, then writes start = next. A reader that finds the same numbers,
 * with start = next, before and after its own reading of the output file knows what it has read.
 *
 * If the numbers could not be written, the mode of a file shows this, because a mode needs no disk space:
 *  - KEY.cut has mode 0400: its numbers are wrong.
 *  - KEY.out or KEY.err has mode 0400: it was cut without a KEY.cut, or some bytes did not fit. As long as there is no
 *    KEY.cut, positions are not known.
 */

#include <stdbool.h>
#include <stdint.h>

struct bgproc_output_cut {
	uint64_t start; /* position of the first byte of the file */
	uint64_t next;  /* the next value of start; greater than start only while the file is being cut */
};

/* stream: 0 stdout, 1 stderr. False with errno. */
bool bgproc_output_cut_write(int fd, unsigned stream, const struct bgproc_output_cut *cut);

/*
 * For a stream that was never cut both numbers are 0. False when the block cannot be read, is being written at this moment,
 * or is damaged.
 */
bool bgproc_output_cut_read(int fd, unsigned stream, struct bgproc_output_cut *cut);

#endif
