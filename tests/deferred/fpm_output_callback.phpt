--TEST--
Callbacks of output buffers run when the response is sent; one that throws is a failure, the tasks still run
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
function note(string $line) { file_put_contents(OUT . '/log', "$line\n", FILE_APPEND); }
set_exception_handler(function ($e) { note('handler: ' . $e->getMessage()); });
ob_start(fn ($text) => strtoupper($text));
ob_start(fn ($text) => strrev($text));
if ($_SERVER['QUERY_STRING'] !== 'none') {
    ob_start(function ($text) { throw new DomainException('from a callback'); });
}
echo 'answer';
background_processing_add(function () { note('task, level ' . ob_get_level()); });
if ($_SERVER['QUERY_STRING'] === 'run') {
    try {
        background_processing_run();
    } catch (Bgproc\BackgroundProcessingFailedException $e) {
        note($e->getMessage() . ': ' . $e->getPrevious()->getMessage());
    }
} elseif ($_SERVER['QUERY_STRING'] === 'finish') {
    try {
        background_processing_finish();
    } catch (DomainException $e) {
        note('finish: ' . $e->getMessage() . ' ' . json_encode(background_processing_status()['finished']));
    }
}
register_shutdown_function(fn () => note('end'));
PHP);

$pool = $servers->fpm();
foreach (['none', '', 'run', 'finish'] as $how) {
    @unlink($servers->out('log'));
    $response = fastcgi_request($pool, $index, $how);
    echo "-- $how: ", $how === 'none' ? $response->body() : json_encode($response->ended), "\n", $servers->wait('log', "end\n");
}
echo "===DONE===\n";
--EXPECTF--
-- none: REWSNA
task, level 0
end
-- : true
handler: from a callback
task, level 0
end
-- run: true
task, level 0
1 background processing task(s) failed: from a callback
end
-- finish: true
finish: from a callback true
task, level 0
end
===DONE===
