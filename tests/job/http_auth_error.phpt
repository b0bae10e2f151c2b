--TEST--
Jobs by HTTP: the signed header (B1, B14, B16): every change, a late one and a second use are refused; keys are rotated
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('libcurl');
?>
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$servers = Servers::open();
$directory = "$servers->dir/jobs";
mkdir($directory, 0700);
$old = KEY;
$new = bin2hex(random_bytes(32));
$keys = var_export(['2026' => $new, '1' => $old], true);
/* Before its manager is there the script knows nothing of a job; afterwards it does. */
foreach (['auth.php', 'other.php'] as $name) {
    $servers->script($name, '<?php $early = Bgproc\JobManager::current(); $manager = new Bgproc\JobManager(["working_directory" => ' . var_export($directory, true) .
    ", 'key' => $keys]);" . ' $job = Bgproc\JobManager::current(); echo $job ? "accepted" : "refused"; if ($early || $job !== Bgproc\JobManager::current()) { echo "!"; } $job?->finish($_POST);');
}
$url = $servers->cliServer(['display_errors' => 1]);

/* We are the server that the job is sent to: so we see its request, and send it on as we like. */
$listener = stream_socket_server('tcp://127.0.0.1:0');
$address = stream_socket_get_name($listener, false);
$receive = function () use ($listener) {
    $connection = stream_socket_accept($listener, 20);
    $text = '';
    while (!str_contains($text, "\r\n\r\n")) {
        $text .= fread($connection, 8192);
    }
    [$head, $body] = explode("\r\n\r\n", $text, 2);
    $lines = explode("\r\n", $head);
    [$method, $target] = explode(' ', array_shift($lines));
    foreach ($lines as $line) {
        [$name, $value] = explode(': ', $line, 2);
        $headers[$name] = $value;
    }
    while (strlen($body) < ($headers['Content-Length'] ?? 0)) {
        $body .= fread($connection, 8192);
    }
    return ['connection' => $connection, 'method' => $method, 'target' => $target, 'headers' => $headers, 'body' => $body];
};
$forward = function (array $request) use ($url) {
    $response = http_request($url, $request['target'], $request['method'], ['Content-Length' => strlen($request['body'])] + $request['headers'], $request['body']);
    return $response->body;
};
$jobs = fn (string|array $key) => new Bgproc\JobManager(['working_directory' => $directory, 'base_url' => "http://$address", 'key' => $key]);
$start = fn (string|array $key) => $jobs($key)->start('/auth.php?x=1', ['body' => ['a' => 'b'], 'headers' => ['X-Other' => 'y']]);

$job = $start($old);
$request = $receive();
$header = $request['headers']['X-Bgproc-Auth'];
$socket = stat("$directory/$job.sock");
$place = "$socket[ino]:$socket[ctime]";
check_same([$address, '/auth.php?x=1', 'POST', 'a=b', 'y'], [$request['headers']['Host'], $request['target'], $request['method'], $request['body'], $request['headers']['X-Other']], 'B14: the request');
check((bool) preg_match('/^v2;kid=1;t=(\d+);n=[\w-]{22};job=' . preg_quote((string) $job) . ';f=1;s=[0-9a-f]{64}$/', $header, $match), "header: $header");
check(abs($match[1] - time()) <= 5, 'time');
check(!str_contains($request['target'], $job->id()), 'B1: nothing in the query');

$with = fn (string $value) => ['headers' => ['X-Bgproc-Auth' => $value] + $request['headers']] + $request;
$change = fn (string $pattern, string $by) => $with(preg_replace($pattern, $by, $header, 1, $n)) + ['x' => check($n === 1, "pattern $pattern")];
$also = fn (string $name, string $value) => ['headers' => [$name => $value] + $request['headers']] + $request;
$bad = [
    'method' => ['method' => 'PUT'] + $request,
    'path' => ['target' => '/other.php?x=1'] + $request,
    'query' => ['target' => '/auth.php?x=2'] + $request,
    'longer query' => ['target' => '/auth.php?x=1&y=2'] + $request,
    'body' => ['body' => 'a=c'] + $request,
    'no body' => ['body' => ''] + $request,
    'content type' => $also('Content-Type', 'text/plain'),
    'host' => $also('Host', 'evil.example'),
    'cookie' => $also('Cookie', 'PHPSESSID=x'),
    'authorization' => $also('Authorization', 'Bearer x'),
    'version' => $change('/^v2/', 'v1'),
    'key id' => $change('/kid=1/', 'kid=2026'),
    'unknown key id' => $change('/kid=1/', 'kid=7'),
    'time' => $change('/t=\d+/', 't=' . ($match[1] - 1)),
    'nonce' => $change('/n=./', 'n=' . ($header[strpos($header, ';n=') + 3] === '-' ? '_' : '-')),
    'job' => $change('/job=job\.[0-9a-f]/', 'job=job.f'),
    'attempt' => $change('/f=1/', 'f=2'),
    'signature' => $change('/s=[0-9a-f]/', 's=' . dechex(15 - hexdec($header[strpos($header, ';s=') + 3]))),
    'no signature' => $change('/;s=.*/', ''),
    'a path in the id' => $change('/job=job/', 'job=..%2fjob'),
    'twice' => $with("$header;$header"),
    'empty' => $with(''),
    'long' => $with(str_repeat('v2;', 300)),
    'none' => ['headers' => array_diff_key($request['headers'], ['X-Bgproc-Auth' => 1])] + $request,
];
foreach ($bad as $what => $tampered) {
    check_same('refused', $forward($tampered), $what);
}

/* What is signed, after the documented recipe: with it a request may be made, but not a late or an early one. */
$sign = function (string $key, string $kid, int $time, array $request) use ($job, $place) {
    $nonce = substr(strtr(base64_encode(random_bytes(18)), '+/', '-_'), 0, 21) . 'A';
    $text = implode("\n", ['bgproc-v2', $place, $job, 1, $time, $nonce, $request['method'], preg_replace('/:\d+$/', '', $request['headers']['Host']),
        $request['target'], $request['headers']['Content-Type'], hash('sha256', $request['body']), hash('sha256', "\n")]) . "\n";
    return "v2;kid=$kid;t=$time;n=$nonce;job=$job;f=1;s=" . hash_hmac('sha256', $text, hash_hkdf('sha256', $key, 32, 'bgproc/http'));
};
foreach ([-40, -3600, 40, 3600] as $shift) {
    check_same('refused', $forward($with($sign($old, '1', time() + $shift, $request))), "a clock $shift seconds away");
}
check_same('refused', $forward($with($sign('a key that nobody knows, of 40 bytes ....', '1', time(), $request))), 'a foreign key');
check_same('starting', $job->state()->value, 'after all that nobody was accepted');
check_same(0, job_record($job, $directory)['updates'], 'and nothing was heard');
check_same('accepted', $forward($with($sign($new, '2026', time(), $request))), 'the recipe is complete: another key of the same manager');
check_same('refused', $forward($request), 'B1: the second one of an attempt, though it is genuine');
check_same('running', $job->state()->value, 'accepted');
fwrite($request['connection'], "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
check_ends($job, 'succeeded', 'the first');
check_same(['a' => 'b'], $job->result(), 'result');
check_same('refused', $forward($request), 'replayed after the end');

/* The genuine one, and again. */
foreach ([[$old, '1'], [['2026' => $new, '1' => $old], '2026']] as [$key, $kid]) {
    $job = $start($key);
    $request = $receive();
    check(str_contains($request['headers']['X-Bgproc-Auth'], "kid=$kid;"), "signed by $kid");
    check_same('accepted', $forward($request), 'as it came');
    check_same('refused', $forward($request), 'replayed');
    fwrite($request['connection'], "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    check_ends($job, 'succeeded', 'as it came');
}
/* One whose key the application does not have is refused, and cancelled ones are nobody's. */
$job = $start(random_bytes(32));
check_same('refused', $forward($receive()), 'a key that the application does not have');
$job->cancel();
$job = $start($old);
$request = $receive();
$job->cancel();
check_same('refused', $forward($request), 'cancelled before it arrived');
$servers->stopAll();
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
