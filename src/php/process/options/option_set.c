/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/options/option_set.h"

struct bgproc_option_set *bgproc_option_set_new(HashTable *array, bool for_manager)
{
	struct bgproc_option_set *set = emalloc(sizeof *set);

	set->sharers = 1;
	set->array = array;
	if (!bgproc_process_options_parse(array, for_manager, &set->checked)) {
		bgproc_option_set_release(set);
		return NULL;
	}
	return set;
}

struct bgproc_option_set *bgproc_option_set_share(struct bgproc_option_set *set)
{
	set->sharers++;
	return set;
}

void bgproc_option_set_release(struct bgproc_option_set *set)
{
	if (set && --set->sharers == 0) {
		zend_array_release(set->array);
		efree(set);
	}
}
