--TEST--
Without the functions of ext/session everything works but the closing of the session
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('script.php', <<<'PHP'
<?php
var_dump(function_exists('session_write_close'));
background_processing_add(function () { echo "task\n"; });
var_dump(background_processing_run());
PHP);
echo $servers->run($script, ['disable_functions' => 'session_status,session_write_close'])[0];
echo "===DONE===\n";
--EXPECTF--
bool(false)
task
bool(false)
===DONE===
