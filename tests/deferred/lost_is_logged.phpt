--TEST--
Tasks that could not run any more are named in the log, unless log_errors is off
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('script.php', <<<'PHP'
<?php
if ($argv[1] === 'destructor') {
    class Late { public function __destruct() { background_processing_add(function () { echo "never\n"; }); echo "added\n"; } }
    $late = new Late;
} else {
    register_shutdown_function(function () { echo "shutdown function exits\n"; exit; });
    background_processing_add(function () { echo "never\n"; });
    background_processing_add(function () { echo "never\n"; });
}
PHP);
foreach (['destructor', 'exit'] as $how) {
    foreach ([1, 0] as $log) {
        echo "-- $how, log_errors $log\n", $servers->run($script, ['bgproc.run_position' => 'after', 'log_errors' => $log], 'cli', [$how])[0];
        echo preg_replace('/^\[.*?\] /m', 'log: ', $servers->read('php.log'));
        @unlink($servers->out('php.log'));
    }
}
echo "===DONE===\n";
--EXPECTF--
-- destructor, log_errors 1
added
log: PHP Warning:  bgproc: the request ended before 1 post-response task could run
-- destructor, log_errors 0
added
-- exit, log_errors 1
shutdown function exits
log: PHP Warning:  bgproc: the request ended before 2 post-response tasks could run
-- exit, log_errors 0
shutdown function exits
===DONE===
