--TEST--
request_terminate_timeout does not reach tasks, unless request_terminate_timeout_track_finished says so
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm');
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$index = $servers->script('index.php', <<<'PHP'
<?php
echo 'answer';
background_processing_add(function () {
    $end = microtime(true) + 3.5;
    file_put_contents(OUT . '/log', "started\n", FILE_APPEND);
    while (microtime(true) < $end) {
        usleep(10000);
    }
    file_put_contents(OUT . '/log', "ended\n", FILE_APPEND);
});
register_shutdown_function(function () { file_put_contents(OUT . '/log', "shutdown function\n", FILE_APPEND); });
PHP);

foreach (['no', 'yes'] as $track) {
    @unlink($servers->out('log'));
    $pool = $servers->fpm([], ['request_terminate_timeout' => 1, 'request_terminate_timeout_track_finished' => $track]);
    echo fastcgi_request($pool, $index)->body(), "\n";
    if ($track === 'no') {
        echo $servers->wait('log', "shutdown function\n");
    } else {
        Servers::until(fn () => str_contains($servers->fpmLog(), 'execution timed out'), 'the worker to be ended');
        echo $servers->read('log');
    }
}
echo "===DONE===\n";
--EXPECTF--
answer
started
ended
shutdown function
answer
started
===DONE===
