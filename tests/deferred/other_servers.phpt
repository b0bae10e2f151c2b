--TEST--
Servers that cannot release the client: the tasks run, the answer stays whole, false says so (C5)
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('apache', 'cgi');
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$index = $servers->script('index.php', <<<'PHP'
<?php
echo "answer\n";
background_processing_add(function () { file_put_contents(OUT . '/log', "task\n", FILE_APPEND); });
$status = background_processing_status();
echo $status['sapi'], ' ', json_encode([$status['function'], background_processing_can_finish()]), "\n";
if (($_SERVER['QUERY_STRING'] ?? '') === 'run') {
    echo json_encode(background_processing_run()), "\n";
    echo "after run()\n";
}
background_processing_add(function () { echo "task\n"; });
PHP);

$apache = $servers->apache();
echo "-- mod_php\n", http_request($apache, '/index.php')->body, http_request($apache, '/index.php?run')->body;
$server = $servers->cliServer();
echo "-- php -S\n", http_request($server, '/index.php')->body, http_request($server, '/index.php?run')->body;
echo "-- php-cgi\n", preg_replace("/^.*?\r\n\r\n/s", '', $servers->run($index, [], 'cgi')[0]);
echo "-- php\n", $servers->run($index)[0];
echo substr_count($servers->read('log'), "task\n"), "\n", $servers->read('php.log');
echo "===DONE===\n";
--EXPECTF--
-- mod_php
answer
apache2handler [null,false]
task
answer
apache2handler [null,false]
false
after run()
task
-- php -S
answer
cli-server [null,false]
task
answer
cli-server [null,false]
false
after run()
task
-- php-cgi
answer
cgi-fcgi [null,false]
task
-- php
answer
cli [null,false]
task
6
===DONE===
