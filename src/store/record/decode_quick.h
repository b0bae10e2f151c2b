/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_RECORD_DECODE_QUICK_H
#define BGPROC_STORE_RECORD_DECODE_QUICK_H

/*
 * The parse tree of a short, plain JSON text without a single allocation: most of the time of listing
 * thousands of records would be spent in the allocator. It knows only what nearly every record consists of:
 * strings without escapes, whole numbers below 2^53, true, false, null, objects and arrays, few and
 * flat. Everything else, right or wrong, it gives back, and cJSON, which decides what is JSON, reads it. What
 * it takes, cJSON takes for the same.
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
	char *end;                                                      /* of the text: a quote stands there, and zeros behind it */
	char text[BGPROC_JSON_QUICK_TEXT + 1 + BGPROC_JSON_QUICK_STEP]; /* a copy: strings are ended in place */
};

/* The root, valid as long as quick is, never to be given to cJSON_Delete(); or NULL: let cJSON read it. */
const cJSON *bgproc_json_quick(struct bgproc_json_quick *quick, const char *text, size_t length);

#endif
