--TEST--
Jobs: refused options, requests and keys (B1: keys, B14: addresses, B16: CR and LF)
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$manager = fn (array $options) => fn () => jobs($options);
$bad = [
    ['nonsense', 1, '/^Unknown option "nonsense"; the options are working_directory, key_prefix, key, base_url/'],
    ['method', 'GET', '/Unknown option "method"/'], ['timeout', 5, '/Unknown option "timeout"/'],
    ['working_directory', '', '/a path/'], ['key_prefix', '.x', '/letters, digits/'], ['key_prefix', str_repeat('x', 97), '/letters, digits/'],
    ['key', '', '/at least 32 bytes long, 0 given/'], ['key', str_repeat('k', 31), '/at least 32/'], ['key', str_repeat('k', 64), '/random secret/'],
    ['key', 'sjs&sk&F89fksL*987sdKfsjs&sk&F89fksL*987sdKf', '/random secret/'], ['key', [], '/empty array/'], ['key', ['a b' => KEY], '/ids are/'],
    ['key', ['a' => 'short'], '/at least 32/'],
    ['base_url', 'ftp://x', '/http/'], ['base_url', 'http://x/path', '/without user, path/'], ['base_url', 'http://u:p@x', '/without user/'],
    ['base_url', 'http://x?y', '/without/'], ['base_url', "http://x\r\nX: y", '/without/'], ['base_url', 'http://x:99999', '/without/'], ['base_url', 'http://', '/without/'],
    ['base_url', 'http://localhost', '/must come with "key"/'], ['connect_to', 'a b', '/host:port/'], ['ca_file', 'relative', '/absolute/'],
    ['fastcgi', '/socket', '/unix:/'], ['fastcgi', 'unix:relative', '/unix:/'], ['fastcgi', 'unix:/' . str_repeat('x', 200), '/unix:/'], ['fastcgi', 'tcp:host', '/tcp:host:port/'],
    ['fastcgi', 'unix:/x', '/must come with "document_root"/'], ['document_root', 'www', '/absolute/'], ['front_controller', '/index.php', '/document_root/'],
    ['front_controller', '/../x.php', '/below the document root/'], ['authorization', "x\ny", '/without control characters/'], ['connect_timeout', 0, '/greater than 0/'],
    ['connect_timeout', 3600.1, '/at most 3600/'], ['base_url', 'HTTP://x', '/http:/'],
    ['cookies', ['a b'], '/names of cookies/'], ['error_timeout', 0, '/greater than 0/'], ['error_timeout', -1.0, '/greater than 0/'], ['error_timeout', NAN, '/greater than 0/'],
    ['keep_succeeded', -1, '/from 0/'], ['keep_failed', PHP_INT_MAX, '/from 0/'], ['php_binary', '', '/a path/'], ['php_binary', [], '/a path/'], ['php_binary', ['a' => 'b'], '/a path/'],
    ['bootstrap', "a\0b", '/NUL/'], ['scope', str_repeat('x', 300), '/256 bytes/'], ['labels', [1 => 'x'], '/names/'], ['env', ['a=b' => 1], '/names/'], ['cwd', '', '/a path/'],
];
foreach ($bad as [$name, $value, $message]) {
    check_refused(ValueError::class, $manager([$name => $value]), "$name " . short($value), $message);
}
foreach (['working_directory' => 5, 'key' => 5, 'base_url' => null, 'fastcgi' => [], 'worker_user' => 1.5, 'error_timeout' => '60s', 'keep_failed' => 1.5, 'scope' => true,
    'php_binary' => 5, 'cookies' => 'x', 'labels' => 'x'] as $name => $value) {
    check_refused(TypeError::class, $manager([$name => $value]), "$name " . short($value), "/Option \"$name\" must be/");
}
check_refused(Bgproc\SpawnException::class, fn () => jobs(['worker_user' => 'nobody-of-that-name'])->startCommand(['true']), 'worker_user', '/names nobody/');
/* With the option that they belong to, whatever its value: it may come from a configuration, or from retry(). */
$job = jobs()->startCommand(['true'], ['idempotent' => true, 'retries' => 0, 'backoff' => 0.1, 'unique' => null, 'merge' => 'last']);
check_ends($job, 'succeeded', 'options of nothing');
$job = jobs()->startCommand(['false'], ['idempotent' => true, 'retries' => 1, 'backoff' => 0.01]);
check_ends($job, 'failed', 'two attempts');
check_ends(jobs()->retry($job->id(), ['retries' => 0]), 'failed', 'again, with one attempt');
/* A key is never shown. */
try {
    jobs(['key' => 'my secret but short key']);
} catch (ValueError $e) {
    check(!str_contains($e->getMessage(), 'secret'), 'the message shows no key');
}
ob_start();
var_dump($with = jobs(['key' => KEY, 'base_url' => 'http://localhost']));
check(!str_contains(ob_get_clean(), 'thirty-two'), 'nor does var_dump()');

/* ---- starts ---- */
$jobs = jobs();
foreach ([
    ['delay', -1, '/from 0/'], ['at', -5, '/a time/'], ['at', PHP_INT_MAX, '/a time/'], ['retries', 2, '/"idempotent" => true/'], ['backoff', 1, '/must come with "retries"/'], ['merge', 'last', '/must come with "unique"/'], ['retries', 101, '/from 0 to 100/'],
    ['backoff', -1, '/from 0/'], ['merge', 'middle', '/"first" or "last"/'], ['timeout', 0, '/greater than 0/'], ['max_runtime', 0, '/greater than 0/'],
    ['start_timeout', 5, '/Unknown option/'], ['stdout', 'x', '/Unknown option/'], ['capture_output', true, '/Unknown option/'], ['keep', 5, '/Unknown option/'], ['key', KEY, '/Unknown option/'],
] as [$name, $value, $message]) {
    check_refused(ValueError::class, fn () => $jobs->startCommand(['true'], [$name => $value]), "$name " . short($value), $message);
}
check_refused(ValueError::class, fn () => $jobs->startCommand(['true'], ['at' => time() + 5, 'delay' => 1]), 'at and delay', '/cannot be combined/');
check_refused(TypeError::class, fn () => $jobs->startCommand(['true'], ['at' => 'tomorrow']), 'at', '/DateTimeInterface/');
check_refused(TypeError::class, fn () => $jobs->startCommand(5), 'command', '/array\|string/');
check_refused(ValueError::class, fn () => $jobs->startCommand(''), 'command', '/empty/');

/* ---- requests ---- */
check_refused(Bgproc\StateException::class, fn () => $jobs->start('/x'), 'no transport', '/needs the option "fastcgi" or "base_url" to send a request/');
check_refused(Bgproc\StateException::class, fn () => $with->start('/x', ['transport' => 'fastcgi']), 'no such transport', '/"fastcgi"/');
foreach (["/a\r\nX: y", '/a b', '/../x', '/a/..', '/%2e%2e/x', '/a/./b', '/a%2fb', '/a\\b', '/%', '/%zz', '/a#b', "/\xc3\xa9", '/a%00', '/' . str_repeat('x', 9000)] as $path) {
    check_refused(ValueError::class, fn () => $with->start($path), 'path ' . short($path), '/Argument #1 .*must be a path/');
}
foreach (['http://localhost/x', 'https://example.org', 'HTTP://x/y', '//example.org/x', 'ftp://x/y', 'http://', ['http://x/y', 'a' => 'b']] as $path) {
    check_refused(ValueError::class, fn () => $with->start($path), 'address ' . short($path),
        '/Argument #1 .*must be a path, without scheme and host: the request goes to the server of the manager.s option "base_url" or "fastcgi", string ".*" given$/');
}
foreach ([[], ['x' => 1], [5]] as $request) {
    check_refused(ValueError::class, fn () => $with->start($request), 'request ' . short($request), '/must be a path/');
}
check_refused(TypeError::class, fn () => $with->start(5), 'request', '/array\|string/');
foreach (["GET\r\nX: y", 'GET /x', '', 'G(T', str_repeat('X', 33)] as $method) {
    check_refused(ValueError::class, fn () => $with->start('/x', ['method' => $method]), 'method', '/name of an HTTP method/');
    check_refused(ValueError::class, fn () => $with->start(['/x', 'backjobMethod' => $method]), 'method', '/name of an HTTP method/');
}
foreach (['Host', 'content-length', 'Cookie', 'Authorization', 'Connection', 'Transfer-Encoding', 'TE', 'Upgrade', 'Expect', 'Proxy', 'X-Bgproc-Auth', 'x_bgproc_auth',
    /* What CGI and FastCGI make the same variable of. */
    'X.Bgproc.Auth', 'x!bgproc~auth', 'Content.Length', 'Accept+Encoding', 'Transfer!Encoding', 'http2.settings'] as $name) {
    check_refused(ValueError::class, fn () => $with->start('/x', ['headers' => [$name => 'y']]), "header $name", '/the request itself decides/');
}
foreach ([['X' => "a\r\nY: b"], ['X' => "a\0"], ['X' => 5], ["X\r\nY" => 'a'], ['X Y' => 'a'], ['' => 'a'], ['a']] as $headers) {
    check_refused(ValueError::class, fn () => $with->start('/x', ['headers' => $headers]), 'headers ' . short($headers), '/Option "headers"/');
}
foreach ([['as', 'root', '/"anonymous" or "user"/'], ['transport', 'smtp', '/"fastcgi" or "http"/'], ['content_type', "a\nb", '/control/'], ['cwd', '/', '/Unknown option/']] as [$name, $value, $message]) {
    check_refused(ValueError::class, fn () => $with->start('/x', [$name => $value]), $name, $message);
}
foreach (['multipart/form-data; boundary=x', 'Multipart/Form-Data'] as $type) {
    check_refused(ValueError::class, fn () => $with->start('/x', ['body' => '--x--', 'content_type' => $type]), $type, '/"content_type".*does not show/');
}
check_refused(ValueError::class, fn () => jobs(['fastcgi' => 'unix:/x', 'document_root' => '/'])->start('/page'), 'no script', '/ends in ".php"/');
$deep = jobs(['working_directory' => state_dir(str_repeat('d', 80))]);
check_refused(Bgproc\StoreException::class, fn () => $deep->startCommand(['true']), 'a long path', '/path of the state directory is too long/');
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
