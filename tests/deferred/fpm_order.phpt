--TEST--
php-fpm, order of one request: tasks, user shutdown functions, destructors; exit() in the script; the error page
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
class Last { public function __destruct() { note('destructor'); note('end'); } }
$last = new Last;
register_shutdown_function(function () {
    note('shutdown function');
    $error = error_get_last();
    if ($error) {
        http_response_code(500);
        echo 'ERROR PAGE';
    } else {
        echo 'footer';
    }
});
background_processing_add(function () { note('task 1'); });
background_processing_add(function () { note('task 2 exits'); exit; });
background_processing_add(function () { note('task 3'); });
ini_set('display_errors', '0');
ini_set('bgproc.run_position', $_GET['position'] ?? 'before');
echo 'body ';
match ($_GET['how']) {
    'end' => null,
    'exit' => exit,
    'fatal' => undefined_function(),
    'user' => @trigger_error('user error', E_USER_ERROR),
    'class' => BackgroundProcessing::run(),
};
note('end of the script');
PHP);

$pool = $servers->fpm(['output_buffering' => 4096]);
foreach (['how=end', 'how=exit', 'how=fatal', 'how=user', 'how=class', 'how=end&position=after'] as $query) {
    @unlink($servers->out('log'));
    $response = fastcgi_request($pool, $index, $query);
    echo "-- $query: ", $response->status(), ' ', $response->body(), "\n";
    $lines = explode("\n", trim($query === 'how=user' ? $servers->wait('log', 'task 3') : $servers->wait('log', "end\n")));
    echo implode(', ', $lines), "\n";
}
echo "===DONE===\n";
--EXPECTF--
-- how=end: 200 body 
end of the script, task 1, task 2 exits, task 3, shutdown function, destructor, end
-- how=exit: 200 body 
task 1, task 2 exits, task 3, shutdown function, destructor, end
-- how=fatal: 500 body ERROR PAGE
shutdown function, task 1, task 2 exits, task 3, destructor, end
-- how=user: 500 body ERROR PAGE
shutdown function, task 1, task 2 exits, task 3
-- how=class: 200 body 
task 1, task 2 exits, task 3, shutdown function, destructor, end
-- how=end&position=after: 200 body footer
end of the script, shutdown function, task 1, task 2 exits, task 3, destructor, end
===DONE===
