/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_RECORD_DECODE_QUICK_H
#define BGPROC_STORE_RECORD_DECODE_QUICK_H

/*
 * Parses a short, plain JSON text without any allocation: otherwise most of the time of listing thousands of records would
 * be spent in the allocator. It accepts only what nearly every record consists of: strings without escapes, whole numbers
 * below 2^53, true, false, null, objects and arrays, few and flat. All other texts, valid or not, are left to cJSON, which
 * decides what is JSON. For a text that it accepts, the result is that of cJSON.
 */

#include <cJSON.h>

#include <stddef.h>

#define BGPROC_JSON_QUICK_TEXT 8192
#define BGPROC_JSON_QUICK_ITEMS 96
/* How many bytes are compared at once. */
#define BGPROC_JSON_QUICK_STEP 8

/* Holds the tree; usually on the stack. Needs no set-up and no freeing. */
struct bgproc_json_quick {
	cJSON items[BGPROC_JSON_QUICK_ITEMS];
	size_t used;
	char *end;                                                      /* end of the text: it is followed by a quote and zeros */
	char text[BGPROC_JSON_QUICK_TEXT + 1 + BGPROC_JSON_QUICK_STEP]; /* a copy: strings are ended in place */
};

/* The root, valid as long as quick is; must not be given to cJSON_Delete(). NULL: use cJSON. */
const cJSON *bgproc_json_quick(struct bgproc_json_quick *quick, const char *text, size_t length);

#endif
