/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_START_ENVIRONMENT_H
#define BGPROC_PHP_PROCESS_START_ENVIRONMENT_H

/* The environment of the command. */

#include "php.h"

#include "src/launch/argv.h"

/*
 * Adds its entries, each behind BGPROC_ENV_GUARD: those of this process when inherit is set, with the entries of env (NULL:
 * none) put over them; null and false remove a name.
 */
void bgproc_environment_write(struct bgproc_argv *argv, HashTable *env, bool inherit);

#endif
