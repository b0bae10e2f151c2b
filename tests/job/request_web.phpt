--TEST--
bgproc.request over HTTP through nginx and php-fpm: bodies, statuses, redirects, workers that are killed, gateways that are gone or impatient
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm', 'nginx', 'libcurl');
?>
--FILE--
<?php
require __DIR__ . '/../inc/request.inc';
$servers = Servers::open();
$pool = $servers->fpm(['display_errors' => 0, 'post_max_size' => '32M']);
$web = $servers->web($pool, 'fastcgi_read_timeout 1s;');

/* What arrives. Through a web server no header makes a parameter of ours: this is what tells FastCGI requests of ours from others. */
$servers->script('show.php', '<?php
    foreach (["REQUEST_METHOD", "REQUEST_URI", "HTTP_HOST", "HTTP_COOKIE", "HTTP_X_ONE", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_PROTOCOL"] as $name) {
        echo $name, "=", $_SERVER[$name] ?? "(none)", "\n";
    }
    echo "ours: ", json_encode(preg_grep("/^BGPROC/", array_keys($_SERVER))), "\n";
    echo preg_replace("/t=\d+;n=[\w-]{22};(.*s=)[0-9a-f]{64}$/", "t=T;n=N;$1S", $_SERVER["HTTP_X_BGPROC_AUTH"] ?? "(none)"), "\n", file_get_contents("php://input"), "\n";');
$request = Request::http($web, ['method' => 'PUT', 'target' => '/show.php?a=%2F&b', 'host' => 'example.org', 'content_type' => 'text/plain', 'body' => 'the body',
    'cookie' => 's=1', 'header' => ['X-One: 1', 'BGPROC-JOB: job.forged'], 'key_id' => 'k1', 'key' => str_repeat('k', 32)]);
check_same('0, accepted', $request->end(), 'show');
echo $request->output();

/* Both ways, and in pieces. */
$servers->script('mirror.php', '<?php readfile("php://input");');
$body = str_repeat("\0\xff0123456789abc\n", 524288);
$request = Request::http($web, ['method' => 'POST', 'target' => '/mirror.php', 'body' => $body, 'content_type' => 'application/octet-stream']);
check_same('0, accepted', $request->end(), 'mirror');
check_same(md5($body), md5($request->output()), 'mirrored');
$servers->script('stream.php', '<?php
    while (ob_get_level()) { ob_end_clean(); }
    echo "first "; flush();
    while (!is_file(OUT . "/go")) { usleep(1000); echo "."; flush(); }
    echo "second";');
$request = Request::http($web, ['target' => '/stream.php']);
Servers::until(fn () => str_starts_with($request->output(), 'first '), 'the first half');
check($request->accepted(), 'accepted at the first byte');
touch($servers->out('go'));
check_same('0, accepted', $request->end(), 'stream');
check((bool) preg_match('/^first \.*second$/', $request->output()), 'streamed');

/* Statuses; nothing is followed. */
$servers->script('status.php', '<?php
    if ($_GET["code"] === "302") { header("Location: http://127.0.0.1:1/elsewhere"); }
    http_response_code((int) $_GET["code"]);
    echo "text";');
foreach ([200, 302, 404, 500] as $code) {
    echo "$code: ", Request::http($web, ['target' => "/status.php?code=$code"])->end(), "\n";
}
$servers->script('uncaught.php', '<?php throw new Exception("secret");');
echo 'uncaught exception: ', Request::http($web, ['target' => '/uncaught.php'])->end(), "\n";
$first = fn (string $end) => preg_replace('/(HTTP \d+): .*$/s', '$1', $end);
echo 'no such script: ', $first(Request::http($web, ['target' => '/absent.html'])->end()), "\n";

/* Workers that are killed before and amid their answer; a gateway that does not wait. */
$servers->script('killed.php', '<?php
    while (ob_get_level()) { ob_end_clean(); }
    if (isset($_GET["late"])) { echo "half an answer"; flush(); }
    exec("kill -9 " . getmypid());
    sleep(30);');
echo 'killed early: ', $first(Request::http($web, ['target' => '/killed.php'])->end()), "\n";
$request = Request::http($web, ['target' => '/killed.php?late']);
check((bool) preg_match('/^1, accepted, transport: ./', $request->end()), 'killed late');
check_same('half an answer', $request->output(), 'half');
$servers->script('silent.php', '<?php sleep(30);');
echo 'impatient: ', $first(Request::http($web, ['target' => '/silent.php'])->end()), "\n";
$servers->stop($servers->fpmName);
echo 'no pool: ', $first(Request::http($web, ['target' => '/show.php'])->end()), "\n";
$servers->stop($servers->webName);
check((bool) preg_match('/^1, transport: .*connect/i', Request::http($web, ['target' => '/show.php'])->end()), 'nobody');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
REQUEST_METHOD=PUT
REQUEST_URI=/show.php?a=%2F&b
HTTP_HOST=example.org
HTTP_COOKIE=s=1
HTTP_X_ONE=1
CONTENT_TYPE=text/plain
CONTENT_LENGTH=8
SERVER_PROTOCOL=HTTP/1.1
ours: []
v2;kid=k1;t=T;n=N;job=job.test;f=2;s=S
the body
200: 0, accepted
302: 1, accepted, response: HTTP 302, redirect to http://127.0.0.1:1/elsewhere not followed: text
404: 1, accepted, response: HTTP 404: text
500: 1, accepted, response: HTTP 500: text
uncaught exception: 1, accepted, response: HTTP 500
no such script: 1, accepted, response: HTTP 404
killed early: 1, accepted, response: HTTP 502
impatient: 1, accepted, response: HTTP 504
no pool: 1, accepted, response: HTTP 502
===DONE===
