--TEST--
A failure in the automatic run: the handler of the script hears of it, or a warning says it
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('script.php', <<<'PHP'
<?php
$how = $argv[1];
register_shutdown_function(function () {
    echo "shutdown function\n";
    foreach (background_processing_status()['results'] as $row) {
        echo "$row[number] $row[state] $row[error]\n";
    }
});
if ($how === 'handler') {
    set_exception_handler(function ($e) { echo "handler: ", $e->getMessage(), "\n"; });
} elseif ($how === 'handler throws') {
    set_exception_handler(function ($e) { throw new LogicException('the handler fails, too'); });
} elseif ($how === 'handler exits') {
    set_exception_handler(function ($e) { echo "handler exits\n"; exit; });
} elseif ($how === 'errors are exceptions') {
    set_error_handler(function ($no, $text, $file, $line) { throw new ErrorException("converted: $text", 0, $no, $file, $line); });
}
background_processing_add(function () { throw new RuntimeException('first failure'); });
background_processing_add(function () { throw new RuntimeException('second failure'); });
background_processing_add(function () { echo "last task\n"; });
PHP);
foreach (['nothing', 'handler', 'handler throws', 'handler exits', 'errors are exceptions'] as $how) {
    /* The first one shows warnings, the others log them: failures of handlers obey both settings, too. */
    $log = (int) ($how !== 'nothing');
    echo "-- $how\n", $servers->run($script, ['log_errors' => $log, 'display_errors' => 1 - $log], 'cli', [$how])[0];
    echo preg_replace('/^\[.*?\] /m', 'log: ', $servers->read('php.log'));
    @unlink($servers->out('php.log'));
}
echo "===DONE===\n";
--EXPECTF--
-- nothing

Warning: Post-response task 1 ({closure:%sscript.php:%d}) failed: RuntimeException: first failure in %sscript.php on line %d

Warning: Post-response task 2 ({closure:%sscript.php:%d}) failed: RuntimeException: second failure in %sscript.php on line %d
last task
shutdown function
1 failed RuntimeException: first failure
2 failed RuntimeException: second failure
3 ok 
-- handler
handler: first failure
handler: second failure
last task
shutdown function
1 failed RuntimeException: first failure
2 failed RuntimeException: second failure
3 ok 
-- handler throws
last task
shutdown function
1 failed RuntimeException: first failure
2 failed RuntimeException: second failure
3 ok 
log: PHP Warning:  The exception handler of a post-response task failed: LogicException: the handler fails, too in %sscript.php on line %d
log: PHP Warning:  The exception handler of a post-response task failed: LogicException: the handler fails, too in %sscript.php on line %d
-- handler exits
handler exits
handler exits
last task
shutdown function
1 failed RuntimeException: first failure
2 failed RuntimeException: second failure
3 ok 
-- errors are exceptions
last task
shutdown function
1 failed RuntimeException: first failure
2 failed RuntimeException: second failure
3 ok 
log: PHP Warning:  Post-response task 1 ({closure:%sscript.php:%d}) failed: RuntimeException: first failure in %sscript.php on line %d
log: PHP Warning:  The error handler of a post-response task failed: ErrorException: converted: Post-response task 1 ({closure:%sscript.php:%d}) failed: RuntimeException: first failure in %sscript.php on line %d
log: PHP Warning:  Post-response task 2 ({closure:%sscript.php:%d}) failed: RuntimeException: second failure in %sscript.php on line %d
log: PHP Warning:  The error handler of a post-response task failed: ErrorException: converted: Post-response task 2 ({closure:%sscript.php:%d}) failed: RuntimeException: second failure in %sscript.php on line %d
===DONE===
