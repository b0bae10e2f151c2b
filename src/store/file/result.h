/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_RESULT_H
#define BGPROC_STORE_FILE_RESULT_H

/* The result of a job, KEY.result. */

#include "src/store/file/writer.h"

/*
 * Of a job: KEY.result holds these bytes from now on, in place of what was there if that was ours; on failure it stays as it
 * was. A result that another process has put there is never touched. It is synced to disk with the final record.
 */
enum bgproc_status bgproc_record_writer_put_result(
	struct bgproc_record_writer *writer, const void *bytes, size_t length, struct bgproc_error *err);

#endif
