/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_POOL_H
#define BGPROC_PHP_WORKER_POOL_H

/* Class Bgproc\Pool. */

void bgproc_pool_register(void);

#endif
