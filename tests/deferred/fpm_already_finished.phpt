--TEST--
A framework that has released the client itself: nothing is released twice, the tasks run and their output goes nowhere
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
$finished = fastcgi_finish_request();
background_processing_add(function () {
    echo str_repeat('noise ', 40000);
    flush();
});
$released = background_processing_run();
$status = background_processing_status();
file_put_contents(OUT . '/log', json_encode([$finished, $released, $status['function'], $status['finished'], $status['keepalive'], connection_status()]) . "\n");
PHP);

$pool = $servers->fpm();
echo fastcgi_request($pool, $index)->body(), "\n", $servers->wait('log', "\n");
unlink($servers->out('log'));
$connection = new FastCgi($pool, keep: true);
$connection->send($index);
echo $connection->receive()->body(), "\n", $servers->wait('log', "\n");
$connection->send($index);
echo $connection->receive()->body(), "\n";
echo "===DONE===\n";
--EXPECTF--
answer
[true,true,"fastcgi_finish_request",true,false,1]
answer
[true,true,"fastcgi_finish_request",true,true,0]
answer
===DONE===
