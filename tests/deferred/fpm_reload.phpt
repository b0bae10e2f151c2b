--TEST--
A reload of php-fpm lets tasks end only when process_control_timeout gives them the time
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
    file_put_contents(OUT . '/log', "started\n", FILE_APPEND);
    while (!is_file(OUT . '/go')) {
        usleep(1000);
    }
    file_put_contents(OUT . '/log', "ended\n", FILE_APPEND);
});
PHP);

$pool = $servers->fpm([], [], ['process_control_timeout' => '20s']);
echo fastcgi_request($pool, $index)->body(), "\n";
$servers->wait('log', 'started');
$servers->signal($servers->fpmName, 12 /* USR2 */);
Servers::until(fn () => str_contains($servers->fpmLog(), 'Reloading in progress'), 'the reload to begin');
touch($servers->out('go'));
echo $servers->wait('log', "ended\n");
echo "===DONE===\n";
--EXPECTF--
answer
started
ended
===DONE===
