/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_START_ENVIRONMENT_H
#define BGPROC_PHP_PROCESS_START_ENVIRONMENT_H

/* The environment of the command. */

#include "php.h"

#include "src/launch/argv.h"

/*
 * Adds the entries of the environment, each after BGPROC_ENV_GUARD. With inherit these are the entries of this process;
 * entries of env (NULL: none) replace them, and null and false remove a name.
 */
void bgproc_environment_write(struct bgproc_argv *argv, HashTable *env, bool inherit);

#endif
