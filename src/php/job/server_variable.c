/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/server_variable.h"

#include "php_globals.h"
#include "php_variables.h"

#include <string.h>

zend_string *bgproc_server_variable(const char *name)
{
	zval *server, *value;

	zend_is_auto_global_str(ZEND_STRL("_SERVER"));
	server = &PG(http_globals)[TRACK_VARS_SERVER];
	value = Z_TYPE_P(server) == IS_ARRAY ? zend_hash_str_find_deref(Z_ARRVAL_P(server), name, strlen(name)) : NULL;
	return value && Z_TYPE_P(value) == IS_STRING ? Z_STR_P(value) : NULL;
}
