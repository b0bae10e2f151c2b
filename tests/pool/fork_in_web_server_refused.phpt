--TEST--
A pool cannot be made in a web server; the message says what to use
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';
require __DIR__ . '/../inc/servers.inc';

$servers = Servers::open();
$code = '<?php try { $pool = new Bgproc\Pool(fn () => 1); echo "made"; } catch (Bgproc\StateException $e) { echo $e->getMessage(); }
    try { Bgproc\Pool::run(fn () => 1); echo "run"; } catch (Bgproc\StateException $e) { echo "\nrun: ", $e->getMessage(); }';
$script = $servers->script('index.php', $code);
$response = http_request($servers->cliServer(), '/index.php')->body;
check((bool) preg_match('/^(?=.*cli-server)(?=.*(JobManager|BackgroundProcess)).*\nrun: /s', $response), "php -S: $response");
if (Servers::find('cgi')) {
    [$output] = $servers->run($script, [], 'cgi');
    check((bool) preg_match('/(JobManager|BackgroundProcess).*\nrun: /s', $output), "php-cgi: $output");
}
if (Servers::find('fpm')) {
    $response = fastcgi_request($servers->fpm(), $script);
    check((bool) preg_match("/(JobManager|BackgroundProcess).*\nrun: /s", $response->body()), 'php-fpm: ' . short($response));
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
