/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_RECORD_DECODE_VALUE_H
#define BGPROC_STORE_RECORD_DECODE_VALUE_H

/*
 * The values of the members of a record, each with its type and its bounds (docs/record.md). A part of
 * src/store/record/decode.c, which knows the members.
 */

#include "src/core/record.h"

#include <cJSON.h>

/*
 * The type of a value, cJSON_Number and so on. cJSON's own functions for it are calls into another file, some forty of them
 * for each record.
 */
static inline bool bgproc_value_is(const cJSON *item, int type)
{
	return item && (item->type & 0xff) == type;
}

/*
 * Reads one value. field points into the record. False: the value is not allowed there, or memory has run out (errno is
 * ENOMEM then). Allocated memory belongs to the record in both cases.
 */
typedef bool (*bgproc_value_reader)(const cJSON *item, void *field);

/* A whole number between 0 and max. */
bool bgproc_value_whole(const cJSON *item, double max, uint64_t *number);

/* Whether an object has a member twice (also when memory runs out). */
bool bgproc_value_has_twins(const cJSON *object);

bool bgproc_value_u64(const cJSON *item, void *field); /* up to 2^53 - 1 */
bool bgproc_value_u64_or_null(const cJSON *item, void *field);
bool bgproc_value_u32(const cJSON *item, void *field);
bool bgproc_value_bool(const cJSON *item, void *field);
bool bgproc_value_pid(const cJSON *item, void *field);
bool bgproc_value_text(const cJSON *item, void *field); /* into a char *, owned */
bool bgproc_value_boot_id(const cJSON *item, void *field);
bool bgproc_value_created_at(const cJSON *item, void *field);
bool bgproc_value_reason(const cJSON *item, void *field);
bool bgproc_value_state(const cJSON *item, void *field);
bool bgproc_value_exit_code(const cJSON *item, void *field); /* field: the struct bgproc_end */
bool bgproc_value_signal(const cJSON *item, void *field);
bool bgproc_value_error(const cJSON *item, void *field);  /* field: the struct bgproc_end */
bool bgproc_value_labels(const cJSON *item, void *field); /* field: the whole record */
bool bgproc_value_usage(const cJSON *item, void *field);

/* Reads "commandline" into argv; the base64 form takes precedence if it exists. */
bool bgproc_value_commandline(struct bgproc_record *record, const cJSON *plain, const cJSON *base64);

/* Of jobs. */
bool bgproc_value_job(const cJSON *item, void *field);
bool bgproc_value_attempt(const cJSON *item, void *field);
bool bgproc_value_percent(const cJSON *item, void *field);
bool bgproc_value_job_text(const cJSON *item, void *field);
bool bgproc_value_error_type(const cJSON *item, void *field);
bool bgproc_value_error_message(const cJSON *item, void *field);

#endif
