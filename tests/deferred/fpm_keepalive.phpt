--TEST--
A kept FastCGI connection: noticed, its next request waits for the tasks, nothing leaks into it
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
echo 'answer ', $_SERVER['QUERY_STRING'];
if ($_SERVER['QUERY_STRING'] === 'one') {
    background_processing_add(function () {
        while (!is_file(OUT . '/go')) {
            usleep(1000);
        }
        echo str_repeat('noise ', 40000);
        flush();
        file_put_contents(OUT . '/log', json_encode(background_processing_status()['keepalive']) . ' ' . connection_status() . "\n");
    });
}
PHP);

$connection = new FastCgi($servers->fpm(), keep: true);
$connection->send($index, 'one');
echo $connection->receive()->body(), "\n";
$connection->send($index, 'two');
var_dump($connection->rest(0.3));
touch($servers->out('go'));
$response = $connection->receive();
echo $response->body(), ' ', json_encode($response->ended), "\n";
echo $servers->read('log');
$connection->send($index, 'three');
echo $connection->receive()->body(), "\n";
echo "===DONE===\n";
--EXPECTF--
answer one
string(0) ""
answer two true
true 0
answer three
===DONE===
