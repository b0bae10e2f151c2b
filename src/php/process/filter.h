/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_FILTER_H
#define BGPROC_PHP_PROCESS_FILTER_H

/* The filter of BackgroundProcessManager::listProcesses(). */

#include "php.h"

#include "src/store/store.h"

struct bgproc_process_filter {
	const char *prefix; /* borrowed */
	unsigned states;    /* bit set of enum bgproc_state; 0: all */
	zend_string *scope; /* borrowed; NULL: all */
	HashTable *labels;  /* borrowed; NULL: all */
};

/* options may be NULL. False with a \ValueError or \TypeError pending. */
bool bgproc_process_filter_parse(struct bgproc_process_filter *filter, HashTable *options, const char *prefix);

/*
 * Whether the process of a record of this store passes the filter. If the filter uses the state, the record is settled
 * first; a record that was removed meanwhile does not pass. False also with an exception pending.
 */
bool bgproc_process_filter_accepts(
	const struct bgproc_process_filter *filter, struct bgproc_store *store, struct bgproc_record *record);

#endif
