/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/alarm.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/wall_timer.h"

/* Without a timer a change of the clock is noticed after this time at most. */
#define LOOK_MS 10000

static void plan_look(struct bgproc_alarm *alarm, uint64_t left_us)
{
	uint64_t left_ms = left_us / 1000 + 1;

	alarm->look = alarm->fd >= 0 ? BGPROC_NEVER : bgproc_deadline_in(left_ms < LOOK_MS ? (int64_t) left_ms : LOOK_MS);
}

void bgproc_alarm_set(struct bgproc_alarm *alarm, uint64_t at_us)
{
	alarm->at_us = at_us;
	alarm->fd = bgproc_wall_timer_open(at_us);
	/* Checked at once, later at the times that bgproc_alarm_due() sets. */
	alarm->look = bgproc_deadline_in(0);
}

bool bgproc_alarm_poll(const struct bgproc_alarm *alarm, struct pollfd *slot)
{
	*slot = (struct pollfd) {.fd = alarm->fd, .events = POLLIN};
	return alarm->fd >= 0;
}

bool bgproc_alarm_due(struct bgproc_alarm *alarm)
{
	uint64_t now_us = bgproc_wall_us();

	if (now_us >= alarm->at_us) {
		bgproc_fd_close(&alarm->fd);
		*alarm = (struct bgproc_alarm) BGPROC_ALARM_INIT;
		return true;
	}
	/* The timer may have expired, and the clock may have been set back before this check. */
	if (alarm->fd >= 0 && bgproc_wall_timer_set(alarm->fd, alarm->at_us) < 0) {
		bgproc_fd_close(&alarm->fd);
	}
	plan_look(alarm, alarm->at_us - now_us);
	return false;
}
