/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_BACKGROUND_PROCESS_H
#define BGPROC_PHP_PROCESS_BACKGROUND_PROCESS_H

/* class BackgroundProcess: its methods are here and in background_process_*.c, what they call below. */

#include "php.h"

/* After bgproc_ini_register(). */
void bgproc_process_register(void);

#endif
