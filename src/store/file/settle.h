/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_SETTLE_H
#define BGPROC_STORE_FILE_SETTLE_H

/* Finds the true state of a record that is not final. */

#include "src/store/file/file_store.h"

/* See settle in struct bgproc_store_ops. */
enum bgproc_status bgproc_store_file_settle(
	struct bgproc_store *store, struct bgproc_record *record, bool *removed, struct bgproc_error *err);

#endif
