--TEST--
After a fatal error in the script the tasks run behind the user shutdown functions, or not at all
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('script.php', <<<'PHP'
<?php
register_shutdown_function(function () {
    echo "error page: ", strtok(error_get_last()['message'] ?? ' ', ':'), "\n";
});
background_processing_add(function () { echo "task\n"; });
background_processing_add(function () { echo "task exits\n"; exit; });
background_processing_add(function () { echo "last task\n"; });
register_shutdown_function(function () {
    foreach (background_processing_status()['results'] as $row) {
        echo "$row[number] $row[state] $row[error]\n";
    }
});
match ($argv[1]) {
    'error' => undefined_function(),
    'user error' => @trigger_error('user error', E_USER_ERROR),
    'exception' => throw new Exception('nobody catches it'),
    'handled' => error_clear_last(),
};
PHP);
foreach (['error', 'user error', 'exception', 'handled'] as $kind) {
    foreach (['run', 'drop'] as $choice) {
        echo "-- $kind, $choice\n";
        echo $servers->run($script, ['bgproc.auto_run_on_fatal' => $choice, 'display_errors' => 0], 'cli', [$kind])[0];
    }
}
echo "===DONE===\n";
--EXPECTF--
-- error, run
error page: Uncaught Error
task
task exits
last task
-- error, drop
error page: Uncaught Error
1 skipped a fatal error ended the script
2 skipped a fatal error ended the script
3 skipped a fatal error ended the script
-- user error, run
error page: user error
task
task exits
last task
-- user error, drop
error page: user error
1 skipped a fatal error ended the script
2 skipped a fatal error ended the script
3 skipped a fatal error ended the script
-- exception, run
error page: Uncaught Exception
task
task exits
last task
-- exception, drop
error page: Uncaught Exception
1 skipped a fatal error ended the script
2 skipped a fatal error ended the script
3 skipped a fatal error ended the script
-- handled, run
task
task exits
last task
error page:  
1 ok 
2 exited 
3 ok 
-- handled, drop
task
task exits
last task
error page:  
1 ok 
2 exited 
3 ok 
===DONE===
