/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_BATCH_POOL_RESULTS_H
#define BGPROC_PHP_WORKER_BATCH_POOL_RESULTS_H

/* Class Bgproc\PoolResults. */

void bgproc_pool_results_register(void);

#endif
