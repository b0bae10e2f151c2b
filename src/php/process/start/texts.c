/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/start/texts.h"

void bgproc_launch_borrow_texts(struct bgproc_launch *launch, zval *commandline, HashTable *labels)
{
	size_t count = Z_TYPE_P(commandline) == IS_STRING ? 1 : zend_hash_num_elements(Z_ARRVAL_P(commandline));
	zend_string *name;
	zval *item;

	launch->argv = safe_emalloc(count, sizeof *launch->argv, 0);
	launch->argv_lengths = safe_emalloc(count, sizeof *launch->argv_lengths, 0);
	if (Z_TYPE_P(commandline) == IS_STRING) {
		launch->is_shell_line = true;
		launch->argv[0] = Z_STRVAL_P(commandline);
		launch->argv_lengths[0] = Z_STRLEN_P(commandline);
		launch->argc = 1;
	} else {
		ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(commandline), item) {
			ZVAL_DEREF(item);
			launch->argv[launch->argc] = Z_STRVAL_P(item);
			launch->argv_lengths[launch->argc++] = Z_STRLEN_P(item);
		}
		ZEND_HASH_FOREACH_END();
	}
	if (labels && zend_hash_num_elements(labels) > 0) {
		launch->labels = safe_emalloc(zend_hash_num_elements(labels), sizeof *launch->labels, 0);
		ZEND_HASH_FOREACH_STR_KEY_VAL(labels, name, item) {
			ZVAL_DEREF(item);
			launch->labels[launch->label_count++] = (struct bgproc_label) {ZSTR_VAL(name), Z_STRVAL_P(item)};
		}
		ZEND_HASH_FOREACH_END();
	}
}

void bgproc_launch_free_texts(struct bgproc_launch *launch)
{
	efree(launch->argv);
	efree(launch->argv_lengths);
	if (launch->labels) {
		efree(launch->labels);
	}
}
