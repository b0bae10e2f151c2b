/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_FILTER_H
#define BGPROC_PHP_PROCESS_FILTER_H

/* The filter of BackgroundProcessManager::listProcesses(). */

#include "php.h"

#include "src/php/process/object.h"

struct bgproc_process_filter {
	const char *prefix; /* borrowed */
	unsigned states;    /* bit set of enum bgproc_state; 0: all */
	zend_string *scope; /* borrowed; NULL: all */
	HashTable *labels;  /* borrowed; NULL: all */
};

/* options may be NULL. False with a \ValueError or \TypeError pending. */
bool bgproc_process_filter_parse(struct bgproc_process_filter *filter, HashTable *options, const char *prefix);

/* What the record alone can answer: scope and labels. */
bool bgproc_process_filter_accepts_record(const struct bgproc_process_filter *filter, const struct bgproc_record *record);

/* The state, which needs to be asked for. False too with an exception pending. */
bool bgproc_process_filter_accepts_state(const struct bgproc_process_filter *filter, struct bgproc_process_obj *process);

#endif
