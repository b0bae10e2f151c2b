--TEST--
A failing session save or output callback gives the same exit status and HTTP status with tasks as without
--EXTENSIONS--
bgproc
session
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm', 'cgi');
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$index = $servers->script('index.php', <<<'PHP'
<?php
class Handler implements SessionHandlerInterface
{
    public function open($path, $name): bool { return true; }
    public function close(): bool { return true; }
    public function read($id): string|false { return ''; }
    public function write($id, $data): bool { throw new DomainException('the store is gone'); }
    public function destroy($id): bool { return true; }
    public function gc($max): int|false { return 0; }
}
[$kind, $handler, $task] = explode(',', PHP_SAPI === 'cli' ? $argv[1] : ($_SERVER['QUERY_STRING'] ?: getenv('HOW')));
if ($handler === 'handler') {
    set_exception_handler(function ($e) { file_put_contents(OUT . '/handler', $e->getMessage()); });
}
if ($kind === 'session') {
    session_set_save_handler(new Handler, false);
    session_start();
    $_SESSION['x'] = 1;
} elseif ($kind === 'buffer') {
    ob_start(function () { throw new DomainException('from a callback'); });
}
if ($task === 'task') {
    background_processing_add(function () { file_put_contents(OUT . '/log', "task\n"); });
}
PHP);

$ini = ['display_errors' => 0, 'session.use_cookies' => 0, 'session.cache_limiter' => '', 'output_buffering' => 4096];
$pool = $servers->fpm($ini);
foreach (['nothing', 'session', 'buffer'] as $kind) {
    foreach (['none', 'handler'] as $handler) {
        $seen = [];
        foreach (['without', 'task'] as $task) {
            $how = "$kind,$handler,$task";
            putenv("HOW=$how");
            [, $cli] = $servers->run($index, $ini, 'cli', [$how]);
            [$answer] = $servers->run($index, $ini, 'cgi');
            $cgi = preg_match('/^Status: (\d+)/', $answer, $match) ? $match[1] : 200;
            $fpm = fastcgi_request($pool, $index, $how)->status();
            if ($task === 'task') {
                $servers->wait('log', 'task');
                unlink($servers->out('log'));
            }
            $seen[] = "exit status $cli, php-cgi $cgi, php-fpm $fpm";
        }
        echo "$kind, $handler: ", implode(' / ', array_unique($seen)), "\n";
    }
}
echo "===DONE===\n";
--EXPECT--
nothing, none: exit status 0, php-cgi 200, php-fpm 200
nothing, handler: exit status 0, php-cgi 200, php-fpm 200
session, none: exit status 255, php-cgi 500, php-fpm 500
session, handler: exit status 255, php-cgi 500, php-fpm 500
buffer, none: exit status 255, php-cgi 500, php-fpm 500
buffer, handler: exit status 255, php-cgi 500, php-fpm 500
===DONE===
