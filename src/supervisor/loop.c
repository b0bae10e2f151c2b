/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/loop.h"

#include "src/supervisor/actions.h"
#include "src/supervisor/deadlines.h"
#include "src/supervisor/job/publish.h"
#include "src/supervisor/job/tracked_job.h"
#include "src/supervisor/messages.h"
#include "src/supervisor/signals.h"
#include "src/supervisor/timeouts.h"

#include <poll.h>

static void serve_output(struct bgproc_supervisor *supervisor, struct bgproc_capture *capture)
{
	if (bgproc_capture_serve(capture)) {
		bgproc_actions_arm_idle(supervisor);
		bgproc_actions_arm_drain(supervisor);
		if (supervisor->job) {
			bgproc_job_live(supervisor);
			/* The end of the output is the status text until the job reports one. */
			if (supervisor->job->output_changed && !supervisor->job->has_text) {
				bgproc_publish_changed(supervisor, false);
			}
		}
	}
}

void bgproc_loop_run(struct bgproc_supervisor *supervisor)
{
	while (supervisor->machine.phase != BGPROC_PHASE_DONE) {
		struct bgproc_capture *captures[2] = {&supervisor->out, &supervisor->err};
		struct pollfd slots[5] = {{.fd = supervisor->signal_fd, .events = POLLIN}};
		nfds_t count = 1, outputs;
		int ready;

		for (size_t i = 0; i < 2; i++) {
			if (bgproc_capture_poll(captures[i], &slots[count])) {
				captures[count++ - 1] = captures[i];
			}
		}
		outputs = count;
		if (supervisor->job && supervisor->job->socket.fd >= 0) {
			slots[count++] = (struct pollfd) {.fd = supervisor->job->socket.fd, .events = POLLIN};
		}
		if (supervisor->job && bgproc_alarm_poll(&supervisor->job->alarm, &slots[count])) {
			count++;
		}
		ready = poll(slots, count, bgproc_deadline_poll(bgproc_deadlines_next(supervisor)));
		/* Output is handled first: data that has already arrived must count for the idle timeout. */
		for (nfds_t i = 1; i < outputs && ready > 0; i++) {
			if (slots[i].revents) {
				serve_output(supervisor, captures[i - 1]);
			}
		}
		if (count > outputs && ready > 0 && slots[outputs].revents) {
			bgproc_messages_serve(supervisor);
		}
		bgproc_actions_check_output_closed(supervisor);
		bgproc_signals_serve(supervisor);
		bgproc_timeouts_serve(supervisor);
	}
}
