/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/roll.h"

#include <stdlib.h>

static struct bgproc_roll_entry *find(struct bgproc_roll *roll, pid_t pid)
{
	for (size_t i = 0; i < roll->count; i++) {
		struct bgproc_roll_entry *entry = &roll->entries[(roll->next + i) % roll->count];

		if (entry->pid == pid) {
			return entry;
		}
	}
	return NULL;
}

static struct bgproc_roll_entry *add(struct bgproc_roll *roll, pid_t pid)
{
	if (roll->count == roll->capacity) {
		size_t capacity = roll->capacity ? roll->capacity * 2 : 64;
		struct bgproc_roll_entry *entries = realloc(roll->entries, capacity * sizeof *entries);

		if (!entries) {
			roll->full = true;
			return NULL;
		}
		roll->entries = entries;
		roll->capacity = capacity;
	}
	roll->entries[roll->count] = (struct bgproc_roll_entry) {.pid = pid};
	return &roll->entries[roll->count++];
}

void bgproc_roll_begin(struct bgproc_roll *roll)
{
	roll->next = 0;
	roll->seen_before = roll->seen;
	roll->seen = 0;
	roll->changed = false;
}

enum bgproc_roll_news bgproc_roll_call(struct bgproc_roll *roll, const struct bgproc_relative *relative, bool outside)
{
	struct bgproc_roll_entry *entry = find(roll, relative->pid);
	enum bgproc_roll_news news = BGPROC_ROLL_NOTHING;

	roll->seen++;
	if (!entry) {
		roll->changed = true;
		entry = add(roll, relative->pid);
		if (!entry) {
			return outside ? BGPROC_ROLL_OUTSIDE : BGPROC_ROLL_NOTHING;
		}
	}
	if (outside && !entry->met) {
		news = BGPROC_ROLL_OUTSIDE;
	} else if (outside && entry->owed) {
		news = BGPROC_ROLL_OWED;
	}
	roll->changed = roll->changed || entry->zombie != relative->zombie || entry->outside != outside;
	entry->zombie = relative->zombie;
	entry->outside = outside;
	entry->met = entry->met || outside;
	entry->owed = entry->owed && !outside;
	roll->next = (size_t) (entry - roll->entries) + 1;
	return news;
}

void bgproc_roll_owe(struct bgproc_roll *roll, pid_t pid)
{
	struct bgproc_roll_entry *entry = find(roll, pid);

	if (entry) {
		entry->owed = true;
		roll->changed = true;
	}
}

bool bgproc_roll_changed(const struct bgproc_roll *roll)
{
	return !roll->full && (roll->changed || roll->seen != roll->seen_before);
}

void bgproc_roll_free(struct bgproc_roll *roll)
{
	free(roll->entries);
	*roll = (struct bgproc_roll) {0};
}
