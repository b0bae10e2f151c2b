/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/fleet/retire.h"
#include "src/php/worker/fleet/feed.h"
#include "src/php/worker/fleet/workers.h"

void bgproc_retire(struct bgproc_pool_obj *pool, struct bgproc_worker *worker, bool surplus)
{
	struct bgproc_ipc_message message = {.type = BGPROC_IPC_RETIRE};

	if (worker->state > BGPROC_WORKER_READY) {
		return;
	}
	worker->surplus = surplus;
	worker->retired = true;
	bgproc_worker_enter(pool, worker, BGPROC_WORKER_RETIRING);
	bgproc_ipc_channel_queue(&worker->channel, &message, NULL);
	bgproc_feed_flush(pool, worker);
}
