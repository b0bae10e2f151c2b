--TEST--
bgproc.fallback_close: where there is no function, the length and the end of the connection are announced, when they can be
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('apache');
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$index = $servers->script('index.php', <<<'PHP'
<?php
if (isset($_GET['callback'])) {
    ob_start(fn ($text) => $text);
}
if (isset($_GET['nested'])) {
    ob_start();
    ob_start(fn ($text) => strtoupper($text));
}
if (isset($_GET['empty'])) {
    http_response_code(204);
} else {
    echo 'answer';
}
if (isset($_GET['flush'])) {
    ob_flush();
    flush();
}
background_processing_add(function () {
    file_put_contents(OUT . '/log', "started\n");
    while (!is_file(OUT . '/go')) {
        usleep(1000);
    }
    echo 'printed by the task';
    file_put_contents(OUT . '/log', json_encode(background_processing_status()['finished']) . "\n", FILE_APPEND);
});
PHP);

$server = $servers->cliServer(['bgproc.fallback_close' => 1, 'output_buffering' => 4096]);
foreach (['', '?empty', '?nested', '?callback', '?flush'] as $query) {
    @unlink($servers->out('go'));
    @unlink($servers->out('log'));
    $connection = new Http($server);
    $connection->send("/index.php$query");
    if ($query === '?flush') {
        $servers->wait('log', 'started');
        touch($servers->out('go'));
    }
    $response = $connection->receive();
    echo "-- $query: $response->status ", json_encode([$response->header('Content-Length'), $response->header('Connection'), $response->body,
        $servers->read('log') !== "started\nfalse\n" && !is_file($servers->out('go'))]), "\n";
    touch($servers->out('go'));
    $servers->wait('log', 'false');
}
/* No buffer below the callback: how long the body will be nobody knows. */
$connection = new Http($servers->cliServer(['bgproc.fallback_close' => 1]));
@unlink($servers->out('log'));
$connection->send('/index.php?callback');
echo '-- callback alone: ', $connection->receive()->body, "\n";
$apache = $servers->apache(['bgproc.fallback_close' => 1, 'output_buffering' => 4096]);
@unlink($servers->out('go'));
@unlink($servers->out('log'));
$connection = new Http($apache);
$connection->send('/index.php');
$response = $connection->receive();
echo "-- mod_php: $response->status ", json_encode([$response->header('Content-Length'), $response->header('Connection'), $response->body]), "\n";
touch($servers->out('go'));
$servers->wait('log', 'false');
echo "===DONE===\n";
--EXPECTF--
-- : 200 ["6","close","answer",true]
-- ?empty: 204 [null,"close","",true]
-- ?nested: 200 ["6","close","ANSWER",true]
-- ?callback: 200 ["6","close","answer",true]
-- ?flush: 200 [null,"close","answerprinted by the task",false]
-- callback alone: answerprinted by the task
-- mod_php: 200 ["6","close","answer"]
===DONE===
