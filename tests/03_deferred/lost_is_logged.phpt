--TEST--
Tasks that could not run any more are not lost without a word
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
    echo "-- $how\n", $servers->run($script, ['bgproc.run_position' => 'after'], 'cli', [$how])[0];
    echo preg_replace('/^\[.*?\] /m', 'log: ', $servers->read('php.log'));
    @unlink($servers->out('php.log'));
}
echo "===DONE===\n";
--EXPECTF--
-- destructor
added
log: PHP Warning:  bgproc: the request ended before 1 post-response task could run
-- exit
shutdown function exits
log: PHP Warning:  bgproc: the request ended before 2 post-response tasks could run
===DONE===
