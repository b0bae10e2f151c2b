/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_RESULT_H
#define BGPROC_STORE_FILE_RESULT_H

/* The result of a job, KEY.result. */

#include "src/store/file/writer.h"

/*
 * For a job: replaces the contents of KEY.result by these bytes, if the file belongs to this job; on failure it is
 * unchanged. A result of another process is never changed. KEY.result is synced to disk with the final record.
 */
enum bgproc_status bgproc_record_writer_put_result(
	struct bgproc_record_writer *writer, const void *bytes, size_t length, struct bgproc_error *err);

#endif
