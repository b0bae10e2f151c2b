/* SPDX-License-Identifier: Apache-2.0 */
#include "src/core/record.h"

#include <stdlib.h>
#include <string.h>

uint64_t bgproc_record_stays_s(const struct bgproc_record *record)
{
	return record->job != BGPROC_JOB_NONE && record->state != BGPROC_STATE_SUCCEEDED ? record->keep_failed_s
																					 : record->keep_s;
}

void bgproc_record_free(struct bgproc_record *record)
{
	for (size_t i = 0; i < record->argc; i++) {
		free(record->argv[i]);
	}
	for (size_t i = 0; i < record->label_count; i++) {
		free(record->labels[i].name);
		free(record->labels[i].value);
	}
	free(record->argv);
	free(record->argv_lengths);
	free(record->labels);
	free(record->scope);
	free(record->target);
	free(record->unique);
	free(record->retry_of);
	free(record->progress);
	free(record->key);
	memset(record, 0, sizeof *record);
}

bool bgproc_identity_same(const struct bgproc_identity *a, const struct bgproc_identity *b)
{
	return a->pid == b->pid && a->start_ticks == b->start_ticks && a->pidfd_inode == b->pidfd_inode &&
		a->pid_namespace == b->pid_namespace && strcmp(a->boot_id, b->boot_id) == 0;
}
