/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_AUTO_RUN_H
#define BGPROC_PHP_DEFERRED_AUTO_RUN_H

/* The automatic run at the end of the script, which PHP calls as a shutdown function. */

#include "php.h"

/* Runs the queued tasks, unless the script has done so, or the settings forbid it. */
void bgproc_deferred_at_shutdown(void);

#endif
