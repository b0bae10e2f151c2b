--TEST--
A worker that ends after the request answers exactly once
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
background_processing_add(function () { file_put_contents(OUT . '/log', getmypid() . "\n", FILE_APPEND); });
PHP);

$pool = $servers->fpm([], ['pm.max_requests' => 1, 'pm.max_children' => 1]);
for ($i = 1; $i <= 3; $i++) {
    $connection = new FastCgi($pool);
    $connection->send($index);
    $response = $connection->receive();
    echo $response->body(), ' ', json_encode($response->ended), ' ', strlen($connection->rest(1.0)), "\n";
    unset($connection);
    Servers::until(fn () => substr_count($servers->read('log'), "\n") === $i, 'the task');
}
echo count(array_unique(explode("\n", trim($servers->read('log'))))), " workers\n";
echo "===DONE===\n";
--EXPECTF--
answer true 0
answer true 0
answer true 0
3 workers
===DONE===
