/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_POOL_LIFECYCLE_H
#define BGPROC_PHP_WORKER_POOL_LIFECYCLE_H

/* How objects of class Bgproc\Pool are made, destructed and freed. */

#include "src/php/worker/pool_object.h"

/* Sets up the class for these objects. */
void bgproc_pool_lifecycle_register(zend_class_entry *ce);

#endif
