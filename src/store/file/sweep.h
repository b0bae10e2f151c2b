/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_SWEEP_H
#define BGPROC_STORE_FILE_SWEEP_H

/* What is left of broken starts in a state directory. Names and times only: no record is read here. */

/* See sweep in struct bgproc_store_ops. Returns how many files were removed. */
int bgproc_store_sweep(int dir_fd);

#endif
