/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FLEET_REPORTS_H
#define BGPROC_PHP_WORKER_FLEET_REPORTS_H

/* Reports of the zygote: workers have started or ended. Runs no code of the user. */

#include "src/php/worker/pool_object.h"

/* Reads all that have come. */
void bgproc_reports_receive(struct bgproc_pool_obj *pool);

#endif
