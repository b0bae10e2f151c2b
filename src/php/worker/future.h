/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FUTURE_H
#define BGPROC_PHP_WORKER_FUTURE_H

/* Class Bgproc\Future. */

void bgproc_future_register(void);

#endif
