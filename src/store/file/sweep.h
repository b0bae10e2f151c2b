/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_SWEEP_H
#define BGPROC_STORE_FILE_SWEEP_H

/* Removes files that failed starts have left in a state directory. Only names and times are used: no record is read. */

/* See sweep in struct bgproc_store_ops. Returns how many files were removed. */
int bgproc_store_sweep(int dir_fd);

#endif
