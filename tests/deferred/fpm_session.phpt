--TEST--
The session is saved and free when the response is there, though the task goes on
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm');
if (!extension_loaded("session")) die("skip no ext/session");
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$index = $servers->script('index.php', <<<'PHP'
<?php
session_id('abcdefghijklmnopqrstuv');
session_start();
$_SESSION['count'] = ($_SESSION['count'] ?? 0) + 1;
echo $_SESSION['count'];
if ($_SERVER['QUERY_STRING'] === 'task') {
    background_processing_add(function () {
        while (!is_file(OUT . '/go')) {
            usleep(1000);
        }
        set_error_handler(function ($no, $text) { file_put_contents(OUT . '/log', "$text\n", FILE_APPEND); return true; });
        $started = session_start();
        file_put_contents(OUT . '/log', json_encode([session_status() === PHP_SESSION_ACTIVE, $started, $_SESSION['count']]) . "\n", FILE_APPEND);
    });
}
PHP);

$pool = $servers->fpm();
echo fastcgi_request($pool, $index, 'task')->body(), "\n";
/* The task of the first request cannot have ended: it waits for us. */
$second = fastcgi_request($pool, $index);
echo $second->body(), "\n";
var_dump($servers->read('log'));
var_dump($second->seconds < 1.0);
touch($servers->out('go'));
echo $servers->wait('log', "]\n");
/* A pool whose sessions send no header at all. */
unlink($servers->out('log'));
$pool = $servers->fpm(['session.use_cookies' => 0, 'session.cache_limiter' => '']);
fastcgi_request($pool, $index, 'task');
echo $servers->wait('log', "]\n");
echo "===DONE===\n";
--EXPECTF--
1
2
string(0) ""
bool(true)
session_start(): Session cannot be started after headers have already been sent%S
[false,false,1]
[true,true,3]
===DONE===
