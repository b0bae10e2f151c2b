/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_STATE_H
#define BGPROC_PHP_BASE_STATE_H

/* enum Bgproc\State: src/core/state.h for PHP code. */

#include "php.h"

#include "src/core/state.h"

extern zend_class_entry *bgproc_ce_state;

/* The case object of a state; borrowed, it lives as long as the request. */
zend_object *bgproc_state_case(enum bgproc_state state);

/* Accepts a case of the enum or its value ("running"). */
bool bgproc_state_from_zval(const zval *value, enum bgproc_state *state);

void bgproc_state_register(void);

#endif
