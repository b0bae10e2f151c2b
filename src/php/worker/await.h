/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_AWAIT_H
#define BGPROC_PHP_WORKER_AWAIT_H

/* Waiting for futures, which may belong to several pools. */

#include "src/php/worker/future_object.h"
#include "src/platform/clock.h"

/* Drives the pool of the future until its call has ended: 1; 0: the deadline has passed; -1: an exception is pending. */
int bgproc_await(struct bgproc_future_obj *future, struct bgproc_deadline deadline);

/* A call that has ended: fills return_value with its result, or throws its exception. */
void bgproc_await_result(struct bgproc_call *call, zval *return_value);

enum bgproc_await {
	BGPROC_AWAIT_ALL,  /* an array of results */
	BGPROC_AWAIT_ANY,  /* the first result */
	BGPROC_AWAIT_RACE, /* the first end */
};

/* Fills return_value, or leaves an exception pending. */
void bgproc_await_many(zval *futures, enum bgproc_await what, struct bgproc_deadline deadline, zval *return_value);

#endif
