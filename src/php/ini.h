/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_INI_H
#define BGPROC_PHP_INI_H

#include "php.h"

/* Registers and removes every INI entry of the module; docs/ini.md describes them. */
void bgproc_ini_register(int type, int module_number);
void bgproc_ini_unregister(int type, int module_number);

/* Values of bgproc.auto_run_on_fatal. */
enum bgproc_on_fatal {
	BGPROC_ON_FATAL_DROP = 0,
	BGPROC_ON_FATAL_RUN = 1, /* after the error page */
};

/* Values of bgproc.run_position. */
enum bgproc_run_position {
	BGPROC_RUN_BEFORE = 0, /* before user shutdown functions */
	BGPROC_RUN_AFTER = 1,
};

#endif
