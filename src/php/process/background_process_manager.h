/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_BACKGROUND_PROCESS_MANAGER_H
#define BGPROC_PHP_PROCESS_BACKGROUND_PROCESS_MANAGER_H

/* class BackgroundProcessManager: its methods. */

#include "php.h"

/* After bgproc_ini_register(). */
void bgproc_manager_register(void);

#endif
