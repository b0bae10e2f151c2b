--TEST--
php-fpm: the client has its answer before the tasks run, and nothing that they print harms (B2, C1, C6)
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
function note(string $line) { file_put_contents(OUT . '/log', "$line\n", FILE_APPEND); }
echo "answer\n";
background_processing_add(function () {
    while (!is_file(OUT . '/go')) {
        usleep(1000);
    }
    note('first');
});
background_processing_add(function () {
    echo str_repeat('noise ', 40000);
    flush();
    note('noise ' . ob_get_level());
    ob_start();
    echo 'nested';
    note('buffer ' . ob_get_clean());
    for ($i = 0; $i < 3; $i++) {
        echo str_repeat('more ', 40000);
        flush();
    }
});
background_processing_add(function () {
    set_error_handler(function ($no, $text) { note($text); return true; });
    header('X-Late: 1');
    restore_error_handler();
});
background_processing_add(function () {
    $status = background_processing_status();
    note(json_encode([$status['sapi'], $status['function'], $status['finished'], $status['keepalive'], (bool) ignore_user_abort()]));
});
register_shutdown_function(function () { echo 'printed by a shutdown function'; note('shutdown function'); });
if ($_SERVER['QUERY_STRING'] === 'run') {
    note('released: ' . json_encode(background_processing_run()));
    echo "after run()\n";
    note('after run');
    background_processing_add(function () { note('automatic run'); });
} elseif ($_SERVER['QUERY_STRING'] === 'finish') {
    note('finished: ' . json_encode([background_processing_finish(), background_processing_finish()]));
    echo "after finish()\n";
}
PHP);

$pool = $servers->fpm();
foreach (['', 'run', 'finish'] as $how) {
    @unlink($servers->out('go'));
    @unlink($servers->out('log'));
    $connection = new FastCgi($pool);
    $connection->send($index, $how);
    $response = $connection->receive();
    echo "-- $how: ", $response->body();
    var_dump($response->ended, $servers->read('log') === '' || $how === 'finish', $connection->closed());
    /* FPM waits for the other end to close, too. */
    unset($connection);
    touch($servers->out('go'));
    echo preg_replace('~ in .*~', '', $servers->wait('log', "shutdown function\n"));
}
echo "===DONE===\n";
--EXPECTF--
-- : answer
bool(true)
bool(true)
bool(true)
first
noise 0
buffer nested
Cannot modify header information - headers already sent%S
["fpm-fcgi","fastcgi_finish_request",true,false,true]
shutdown function
-- run: answer
bool(true)
bool(true)
bool(true)
first
noise 0
buffer nested
Cannot modify header information - headers already sent%S
["fpm-fcgi","fastcgi_finish_request",true,false,true]
released: true
after run
automatic run
shutdown function
-- finish: answer
bool(true)
bool(true)
bool(true)
finished: [true,true]
first
noise 0
buffer nested
Cannot modify header information - headers already sent%S
["fpm-fcgi","fastcgi_finish_request",true,false,true]
shutdown function
===DONE===
