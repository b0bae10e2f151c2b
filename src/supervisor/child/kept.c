/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/child/kept.h"

#include <signal.h>
#include <string.h>

#define MAX ((int) (sizeof((struct bgproc_kept) {0}).counts / sizeof(uint16_t)) - 1)

static bool is_real_time(int signal_number)
{
#ifdef SIGRTMIN
	return signal_number >= SIGRTMIN && signal_number <= SIGRTMAX;
#else
	(void) signal_number;
	return false;
#endif
}

static bool stops(int signal_number)
{
	return signal_number == SIGSTOP || signal_number == SIGTSTP || signal_number == SIGTTIN || signal_number == SIGTTOU;
}

void bgproc_kept_add(struct bgproc_kept *kept, int signal_number)
{
	uint16_t *count;

	if (signal_number < 1 || signal_number > MAX) {
		return;
	}
	if (signal_number == SIGCONT) {
		kept->counts[SIGSTOP] = kept->counts[SIGTSTP] = kept->counts[SIGTTIN] = kept->counts[SIGTTOU] = 0;
	} else if (stops(signal_number)) {
		kept->counts[SIGCONT] = 0;
	}
	count = &kept->counts[signal_number];
	if (*count == 0 || (is_real_time(signal_number) && *count < UINT16_MAX)) {
		(*count)++;
	}
	kept->any = true;
}

void bgproc_kept_send(struct bgproc_kept *kept, const struct bgproc_tree *tree)
{
	if (!kept->any) {
		return;
	}
	/* Sent in the order in which the system delivers pending signals: by number. */
	for (int number = 1; number <= MAX; number++) {
		for (; kept->counts[number] > 0; kept->counts[number]--) {
			bgproc_tree_forward(tree, number);
		}
	}
	kept->any = false;
}
