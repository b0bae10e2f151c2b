--TEST--
nginx and php-fpm, connections kept or not: the last byte comes before the task ends; HEAD, chunks, buffers
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm', 'nginx');
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$index = $servers->script('index.php', <<<'PHP'
<?php
ob_start();
ob_start();
echo 'answer ', str_repeat('x', 20000);
background_processing_add(function () {
    while (!is_file(OUT . '/go')) {
        usleep(1000);
    }
    echo str_repeat('noise ', 40000);
    flush();
    $status = background_processing_status();
    file_put_contents(OUT . '/log', $_SERVER['REQUEST_METHOD'] . ' ' . json_encode([$status['finished'], $status['keepalive']]) . "\n", FILE_APPEND);
});
if (isset($_GET['length'])) {
    header('Content-Length: 20007');
}
PHP);

foreach ([false, true] as $keep) {
    foreach (['GET /index.php', 'GET /index.php?length', 'HEAD /index.php', 'POST /index.php'] as $request) {
        /* A pool of its own: with kept connections nginx would give the next request to the busy worker. */
        $address = $servers->nginx($servers->fpm(), $keep);
        @unlink($servers->out('go'));
        @unlink($servers->out('log'));
        [$method, $path] = explode(' ', $request);
        $connection = new Http($address);
        $connection->send($path, $method);
        $response = $connection->receive();
        $early = $servers->read('log') === '';
        touch($servers->out('go'));
        echo "$request: $response->status, ", strlen($response->body), ' bytes, ', json_encode([$response->complete, $early]), ' ',
            $servers->wait('log', "\n");
        /* The connection of the client is still good, and has nothing of the noise on it. */
        $connection->send('/index.php?length');
        echo strlen($connection->receive()->body), "\n";
        Servers::until(fn () => substr_count($servers->read('log'), "\n") === 2, 'the second task');
        $servers->stopAll();
    }
}
echo "===DONE===\n";
--EXPECTF--
GET /index.php: 200, 20007 bytes, [true,true] GET [true,false]
20007
GET /index.php?length: 200, 20007 bytes, [true,true] GET [true,false]
20007
HEAD /index.php: 200, 0 bytes, [true,true] HEAD [true,false]
20007
POST /index.php: 200, 20007 bytes, [true,true] POST [true,false]
20007
GET /index.php: 200, 20007 bytes, [true,true] GET [true,true]
20007
GET /index.php?length: 200, 20007 bytes, [true,true] GET [true,true]
20007
HEAD /index.php: 200, 0 bytes, [true,true] HEAD [true,true]
20007
POST /index.php: 200, 20007 bytes, [true,true] POST [true,true]
20007
===DONE===
