--TEST--
bgproc.request and php-fpm: parameters, streamed bodies, statuses, workers that end or are killed, pools that are full, late or gone
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm');
?>
--FILE--
<?php
require __DIR__ . '/../inc/request.inc';
$servers = Servers::open();
$pool = $servers->fpm(['display_errors' => 0, 'post_max_size' => '32M'], ['catch_workers_output' => 'no']);

/* What the script sees. No header makes a parameter of ours. */
$show = $servers->script('show.php', '<?php
    ksort($_SERVER);
    foreach ($_SERVER as $name => $value) {
        if (preg_match("/^(BGPROC|HTTP_|REQUEST_(METHOD|URI)|QUERY_STRING|CONTENT_|SCRIPT_|DOCUMENT_ROOT|REMOTE_ADDR|SERVER_(NAME|PORT|PROTOCOL))/", $name)) {
            echo "$name=$value\n";
        }
    }
    echo json_encode([$_GET, $_POST, $_COOKIE, PHP_SAPI]);');
$request = Request::fastcgi($pool, $show, ['method' => 'POST', 'target' => '/show.php?a=b%20c&d[]=e', 'host' => 'example.org:81',
    'content_type' => 'application/x-www-form-urlencoded', 'body' => 'x=1&y=%C3%A4', 'cookie' => 's=abc; t=d', 'authorization' => 'Bearer x',
    'header' => ['X-One: 1', 'BGPROC_JOB: job.forged', 'Bgproc-Notify: /tmp/forged', 'bgproc.attempt: 9', 'X-Empty:']]);
check_same('0, accepted', $request->end(), 'show');
echo str_replace([dirname($show), test_dir()], ['WWW', 'DIR'], $request->output()), "\n";

/* The body as it comes. */
$stream = $servers->script('stream.php', '<?php
    while (ob_get_level()) { ob_end_clean(); }
    echo "first "; flush();
    while (!is_file(OUT . "/go")) { usleep(1000); }
    echo "second";');
$request = Request::fastcgi($pool, $stream);
Servers::until(fn () => $request->output() === 'first ', 'the first half');
check($request->accepted(), 'accepted at the first byte');
touch($servers->out('go'));
check_same('0, accepted', $request->end(), 'stream');
check_same('first second', $request->output(), 'streamed');

/* 8 MB there and back; and not read at all. */
$body = str_repeat("\0\xff0123456789abc\n", 524288);
$mirror = $servers->script('mirror.php', '<?php readfile("php://input");');
$request = Request::fastcgi($pool, $mirror, ['method' => 'PUT', 'body' => $body, 'content_type' => 'application/octet-stream']);
check_same('0, accepted', $request->end(), 'mirror');
check_same(md5($body), md5($request->output()), 'mirrored');
$deaf = $servers->script('deaf.php', '<?php echo str_repeat("d", 8388608);');
$request = Request::fastcgi($pool, $deaf, ['method' => 'PUT', 'body' => $body, 'content_type' => 'application/octet-stream']);
check_same('0, accepted', $request->end(), 'deaf');
check_same(8388608, strlen($request->output()), 'answered in full');

/* Statuses. */
$status = $servers->script('status.php', '<?php http_response_code((int) $_GET["code"]); echo "text of $_GET[code]";');
foreach ([200, 201, 302, 404, 500, 502, 504] as $code) {
    $request = Request::fastcgi($pool, $status, ['target' => "/status.php?code=$code"]);
    echo "$code: ", str_replace(dirname($show), 'WWW', $request->end()), "\n";
}
echo 'no such script: ', str_replace(dirname($show), 'WWW', Request::fastcgi($pool, dirname($show) . '/absent.php')->end()), "\n";
$uncaught = $servers->script('uncaught.php', '<?php throw new Exception("secret");');
echo 'uncaught exception: ', Request::fastcgi($pool, $uncaught)->end(), "\n";
$empty = $servers->script('empty.php', '<?php');
echo 'nothing: ', Request::fastcgi($pool, $empty)->end(), "\n";
$redirect = $servers->script('redirect.php', '<?php header("Location: http://127.0.0.1:1/elsewhere");');
echo 'redirect: ', Request::fastcgi($pool, $redirect)->end(), "\n";
echo 'HEAD: ', ($request = Request::fastcgi($pool, $deaf, ['method' => 'HEAD']))->end(), ', ', strlen($request->output()), " bytes\n";

/* Workers that end in the middle. */
$killed = $servers->script('killed.php', '<?php
    while (ob_get_level()) { ob_end_clean(); }
    echo "half an answer"; flush();
    file_put_contents(OUT . "/pid", getmypid());
    while (true) { usleep(1000); }');
$request = Request::fastcgi($pool, $killed);
Servers::until(fn () => $request->output() === 'half an answer' && $servers->read('pid') !== '', 'half');
exec('kill -9 ' . (int) $servers->read('pid'));
echo 'killed: ', $request->end(), "\n";

/* A stop closes the connection; the worker goes on, unless it prints. */
$request = Request::fastcgi($pool, $killed);
Servers::until(fn () => $request->output() === 'half an answer', 'half');
$request->terminate();
check_same('SIG15', $request->wait(), 'terminated');
$servers->stop($servers->fpmName);

/* A pool that ends its workers. */
$pool = $servers->fpm([], ['request_terminate_timeout' => '1s', 'pm.max_children' => 1]);
echo 'terminated by the pool: ', Request::fastcgi($pool, $servers->script('long.php', '<?php while (true) { usleep(1000); }'))->end(), "\n";
$servers->stop($servers->fpmName);

/* A queue that holds two: all are served. */
$pool = $servers->fpm([], ['pm.max_children' => 1, 'listen.backlog' => 1]);
$slow = $servers->script('slow.php', '<?php usleep(50000); echo "done";');
$requests = [];
for ($i = 0; $i < 12; $i++) {
    $requests[] = Request::fastcgi($pool, $slow, ['timeout_ms' => '50']);
}
foreach ($requests as $i => $request) {
    check_same('0, accepted', $request->end(), "request $i of a full pool");
    check_same('done', $request->output(), "output $i");
}
$servers->stop($servers->fpmName);

/* Nobody there. */
echo 'nobody: ', str_replace($servers->dir, 'DIR', Request::fastcgi($pool, $slow, ['timeout_ms' => '200'])->end()), "\n";
/* TCP, and a pool that does not like us. */
$port = (int) substr(strrchr(stream_socket_get_name(stream_socket_server('tcp://127.0.0.1:0'), false), ':'), 1);
echo 'nobody: ', preg_replace('/1:\d+/', '1:PORT', Request::fastcgi("tcp:127.0.0.1:$port", $slow, ['timeout_ms' => '200'])->end()), "\n";
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
BGPROC_ATTEMPT=2
BGPROC_JOB=job.test
BGPROC_NOTIFY=DIR/request1.sock
CONTENT_LENGTH=12
CONTENT_TYPE=application/x-www-form-urlencoded
DOCUMENT_ROOT=WWW
HTTP_AUTHORIZATION=Bearer x
HTTP_BGPROC_ATTEMPT=9
HTTP_BGPROC_JOB=job.forged
HTTP_BGPROC_NOTIFY=/tmp/forged
HTTP_COOKIE=s=abc; t=d
HTTP_HOST=example.org:81
HTTP_X_EMPTY=
HTTP_X_ONE=1
QUERY_STRING=a=b%20c&d[]=e
REMOTE_ADDR=127.0.0.1
REQUEST_METHOD=POST
REQUEST_URI=/show.php?a=b%20c&d[]=e
SCRIPT_FILENAME=WWW/show.php
SCRIPT_NAME=/show.php
SERVER_NAME=example.org
SERVER_PORT=81
SERVER_PROTOCOL=HTTP/1.1
[{"a":"b c","d":["e"]},{"x":"1","y":"\u00e4"},{"s":"abc","t":"d"},"fpm-fcgi"]
200: 0, accepted
201: 0, accepted
302: 1, accepted, response: HTTP 302: text of 302
404: 1, accepted, response: HTTP 404: text of 404 (SCRIPT_FILENAME WWW/status.php)
500: 1, accepted, response: HTTP 500: text of 500
502: 1, accepted, response: HTTP 502: text of 502
504: 1, accepted, response: HTTP 504: text of 504
no such script: 1, accepted, response: HTTP 404: File not found. (SCRIPT_FILENAME WWW/absent.php)
uncaught exception: 1, accepted, response: HTTP 500
nothing: 0, accepted
redirect: 1, accepted, response: HTTP 302, redirect to http://127.0.0.1:1/elsewhere not followed
HEAD: 0, accepted, 0 bytes
killed: 1, accepted, transport: The FastCGI connection was lost before the answer was complete; the worker has ended or was killed
terminated by the pool: 1, transport: The FastCGI connection was lost before the answer was complete; the worker has ended or was killed
nobody: 1, transport: Cannot connect to unix:DIR/run/fpm3.sock: No such file or directory
nobody: 1, transport: Cannot connect to tcp:127.0.0.1:PORT: Connection refused
===DONE===
