--TEST--
exit() in a task ends that task; then the script, when run() was called (C9)
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('exit.php', <<<'PHP'
<?php
register_shutdown_function(function () {
    echo "user shutdown function\n";
    foreach (background_processing_status()['results'] as $row) {
        echo "$row[number] $row[state]\n";
    }
});
background_processing_add(function () { try { echo "first\n"; exit(3); } finally { echo "finally\n"; } });
background_processing_add(function () { echo "second\n"; });
background_processing_add(function () { echo "last\n"; exit(4); });
if ($argv[1] === 'class') {
    function fastcgi_finish_request() { return true; }
    BackgroundProcessing::run();
} elseif ($argv[1] === 'failed') {
    background_processing_add(function () { throw new RuntimeException('beside exit'); });
    background_processing_run();
} elseif ($argv[1] === 'function') {
    background_processing_run();
} elseif ($argv[1] === 'main') {
    exit("exit in the script\n");
}
echo "end of the script\n";
PHP);
foreach (['automatic', 'main', 'function', 'class', 'failed'] as $how) {
    [$output, $code] = $servers->run($script, ['bgproc.allow_user_finish' => 1], 'cli', [$how]);
    echo "-- $how: $code\n$output";
}
echo "===DONE===\n";
--EXPECTF--
-- automatic: 4
end of the script
first
second
last
user shutdown function
1 exited
2 ok
3 exited
-- main: 4
exit in the script
first
second
last
user shutdown function
1 exited
2 ok
3 exited
-- function: 4
first
second
last
user shutdown function
1 exited
2 ok
3 exited
-- class: 4
first
second
last
user shutdown function
1 exited
2 ok
3 exited
-- failed: 4
first
second
last

Warning: A post-response task failed: RuntimeException: beside exit in %sexit.php on line %d
user shutdown function
1 exited
2 ok
3 exited
4 failed
===DONE===
