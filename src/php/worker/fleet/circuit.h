/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FLEET_CIRCUIT_H
#define BGPROC_PHP_WORKER_FLEET_CIRCUIT_H

/*
 * Workers that die before they have done anything: after five such deaths in ten seconds the circuit is open. Calls that
 * nobody can serve then end with the reason, and workers are started one at a time, after a pause that doubles with each
 * further death. The first call that ends in a new worker closes the circuit.
 */

#include "src/php/worker/pool_object.h"

/* Takes ownership of reason. */
void bgproc_circuit_crash(struct bgproc_pool_obj *pool, zend_string *reason);

/* Opens it for ever. */
void bgproc_circuit_break(struct bgproc_pool_obj *pool, const char *reason);

/* Returns whether it was open. */
bool bgproc_circuit_close(struct bgproc_pool_obj *pool);

/* No call can be served before a new worker proves to be healthy. */
static inline bool bgproc_circuit_open(const struct bgproc_pool_obj *pool)
{
	return pool->circuit.pause_ms > 0 && pool->in_state[BGPROC_WORKER_READY] == 0;
}

/* Ends all pending calls if the circuit is open. */
void bgproc_circuit_apply(struct bgproc_pool_obj *pool);

/* Ends one call for that reason. */
void bgproc_circuit_refuse(struct bgproc_pool_obj *pool, struct bgproc_call *call);

#endif
