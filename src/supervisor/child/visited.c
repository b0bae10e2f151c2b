/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/child/visited.h"

#include <stdlib.h>

#define FIRST_CAPACITY 128

/* The place of the pid, or a free place for it; there is always one. Pids are consecutive, so they need no better hash. */
static struct bgproc_roll_entry *place_of(struct bgproc_roll_entry *entries, size_t capacity, pid_t pid)
{
	size_t at = (size_t) pid & (capacity - 1);

	while (entries[at].pid && entries[at].pid != pid) {
		at = (at + 1) & (capacity - 1);
	}
	return &entries[at];
}

static struct bgproc_roll_entry *find(const struct bgproc_visited *roll, pid_t pid)
{
	struct bgproc_roll_entry *entry = roll->capacity ? place_of(roll->entries, roll->capacity, pid) : NULL;

	return entry && entry->pid ? entry : NULL;
}

static bool grow(struct bgproc_visited *roll)
{
	size_t capacity = roll->capacity ? roll->capacity * 2 : FIRST_CAPACITY;
	struct bgproc_roll_entry *entries = calloc(capacity, sizeof *entries);

	if (!entries) {
		roll->full = true;
		return false;
	}
	for (size_t i = 0; i < roll->capacity; i++) {
		if (roll->entries[i].pid) {
			*place_of(entries, capacity, roll->entries[i].pid) = roll->entries[i];
		}
	}
	free(roll->entries);
	roll->entries = entries;
	roll->capacity = capacity;
	return true;
}

static struct bgproc_roll_entry *add(struct bgproc_visited *roll, pid_t pid)
{
	struct bgproc_roll_entry *entry;

	if (roll->count * 2 >= roll->capacity && !grow(roll)) {
		return NULL;
	}
	entry = place_of(roll->entries, roll->capacity, pid);
	entry->pid = pid;
	roll->count++;
	return entry;
}

void bgproc_visited_begin(struct bgproc_visited *roll)
{
	roll->seen_before = roll->seen;
	roll->seen = 0;
	roll->changed = false;
}

enum bgproc_roll_news bgproc_visited_call(struct bgproc_visited *roll, const struct bgproc_relative *relative, bool outside)
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
	return news;
}

void bgproc_visited_owe(struct bgproc_visited *roll, pid_t pid)
{
	struct bgproc_roll_entry *entry = find(roll, pid);

	if (entry) {
		entry->owed = true;
		roll->changed = true;
	}
}

bool bgproc_visited_changed(const struct bgproc_visited *roll)
{
	return !roll->full && (roll->changed || roll->seen != roll->seen_before);
}

void bgproc_visited_free(struct bgproc_visited *roll)
{
	free(roll->entries);
	*roll = (struct bgproc_visited) {0};
}
