/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/manager_object.h"
#include "src/php/base/exceptions.h"
#include "src/php/process/php_file.h"
#include "src/php/base/compat.h"
#include "src/php/process/manager_store.h"

#include "src/store/store.h"

#include "ext/standard/base64.h"
#include "ext/standard/exec.h"
#include "ext/standard/php_var.h"
#include "SAPI.h"
#include "zend_smart_str.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/*
 * The code around the data. The data is a serialized array in base64, so no byte of a command line can become code. The
 * output of the command goes to the script's own stdout if that can be opened; stderr goes to the error log as usual.
 */
static const char script_head[] =
	"<?php\n"
	"// One background process, to be run in the foreground by \"php FILE\". Removes itself.\n"
	"if (!extension_loaded('bgproc')) {\n"
	"\tfwrite(STDERR, \"This script needs the PHP extension bgproc.\\n\");\n"
	"\texit(1);\n"
	"}\n"
	"[$commandline, $key, $options] = unserialize(base64_decode('";

static const char script_tail[] =
	"'), ['allowed_classes' => false]);\n"
	"unlink(__FILE__);\n"
	"if (empty($options['capture_output']) && !isset($options['stdout']) && is_writable('/dev/stdout')) {\n"
	"\t$options['stdout'] = ['file', '/dev/stdout', 'a'];\n"
	"}\n"
	"$process = new BackgroundProcess($commandline, $options);\n"
	"$process->setKey($key);\n"
	"if (function_exists('pcntl_async_signals')) {\n"
	"\tpcntl_async_signals(true);\n"
	"\tforeach ([SIGINT, SIGTERM, SIGHUP] as $signal) {\n"
	"\t\tpcntl_signal($signal, fn() => $process->getPid() === null ? exit(1) : $process->stop());\n"
	"\t}\n"
	"}\n"
	"$process->run();\n"
	"$process->wait();\n"
	"exit($process->getExitCode() ?? ($process->getTermSignal() === null ? 1 : 128 + $process->getTermSignal()));\n";

zend_string *bgproc_php_file_path(const struct bgproc_process_obj *process)
{
	return bgproc_manager_file_path(
		Z_BGPROC_MANAGER_P(&process->manager)->working_directory, ZSTR_VAL(process->key), ".php");
}

/* [command line, key, options]; the options contain the manager's own settings too. */
static void pack(zval *data, struct bgproc_process_obj *process, zval *commandline)
{
	struct bgproc_manager_obj *manager = Z_BGPROC_MANAGER_P(&process->manager);
	zval options;

	array_init(data);
	Z_TRY_ADDREF_P(commandline);
	add_next_index_zval(data, commandline);
	add_next_index_str(data, zend_string_copy(process->key));
	ZVAL_ARR(&options, zend_array_dup(bgproc_process_options_array(process)));
	add_assoc_str(&options, "working_directory", zend_string_copy(manager->working_directory));
	add_assoc_str(&options, "key_prefix", zend_string_copy(manager->key_prefix));
	if (manager->error_log) {
		add_assoc_str(&options, "error_log", zend_string_copy(manager->error_log));
	} else {
		add_assoc_null(&options, "error_log");
	}
	add_next_index_zval(data, &options);
}

static zend_string *compose(struct bgproc_process_obj *process, zval *commandline)
{
	php_serialize_data_t hash;
	smart_str serialized = {0}, script = {0};
	zend_string *encoded;
	zval data;

	pack(&data, process, commandline);
	PHP_VAR_SERIALIZE_INIT(hash);
	php_var_serialize(&serialized, &data, &hash);
	PHP_VAR_SERIALIZE_DESTROY(hash);
	zval_ptr_dtor(&data);

	encoded = php_base64_encode((const unsigned char *) ZSTR_VAL(serialized.s), ZSTR_LEN(serialized.s));
	smart_str_appendl(&script, script_head, sizeof script_head - 1);
	smart_str_append(&script, encoded);
	smart_str_appendl(&script, script_tail, sizeof script_tail - 1);
	smart_str_0(&script);
	zend_string_release(encoded);
	smart_str_free(&serialized);
	return script.s;
}

bool bgproc_php_file_write(struct bgproc_process_obj *process, zval *commandline)
{
	struct bgproc_store *store;
	zend_string *script;
	int problem = 0;

	if (!bgproc_manager_open_store(Z_BGPROC_MANAGER_P(&process->manager), true, &store)) {
		return false;
	}
	script = compose(process, commandline);
	if (store->ops->create_companion(store, ZSTR_VAL(process->key), ".php", ZSTR_VAL(script), ZSTR_LEN(script)) < 0) {
		problem = errno;
	}
	zend_string_release(script);
	bgproc_manager_close_store(store);
	if (problem) {
		zend_string *path = bgproc_php_file_path(process);

		bgproc_throw_status(BGPROC_ERR_STORE, problem, "Cannot write the executable PHP file %.300s", ZSTR_VAL(path));
		zend_string_release(path);
	}
	return problem == 0;
}

zend_string *bgproc_php_file_command(const struct bgproc_process_obj *process)
{
	zend_string *path = bgproc_php_file_path(process), *file = bgproc_compat_escape_shell_arg(path), *command;
	bool is_cli = strcmp(sapi_module.name, "cli") == 0 && PG(php_binary);
	/* Under another SAPI PHP_BINARY is not an interpreter for scripts. There php is searched in PATH, as the PHP library does. */
	zend_string *name = zend_string_init(is_cli ? PG(php_binary) : "php", strlen(is_cli ? PG(php_binary) : "php"), false);
	zend_string *binary = bgproc_compat_escape_shell_arg(name);

	command = zend_strpprintf(
		0, "nohup %s %s > /dev/null 2>&1 < /dev/null &", is_cli ? ZSTR_VAL(binary) : "php", ZSTR_VAL(file));
	zend_string_release(binary);
	zend_string_release(name);
	zend_string_release(file);
	zend_string_release(path);
	return command;
}
