/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_BACKGROUND_PROCESSING_H
#define BGPROC_PHP_DEFERRED_BACKGROUND_PROCESSING_H

/* class BackgroundProcessing and its exceptions: everything of stubs/background_processing.stub.php. */

#include "php.h"

/* After bgproc_ini_register() and bgproc_exceptions_register(). */
void bgproc_background_processing_register(void);

#endif
