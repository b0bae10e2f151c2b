--TEST--
A job tells its cause: a fatal error before current(), the script that a pool does not find, a pool without a free worker, a worker of another user
--EXTENSIONS--
bgproc
posix
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm');
?>
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$servers = Servers::open();
$app = new Application($servers, ['pm.max_children' => 1], ['display_errors' => '0', 'log_errors' => '0']);
/* None of these asks for its job. */
foreach ([
    'throws.php' => "\nthrow new DomainException('no paper');",
    'fatal.php' => "\nundefined_function();",
    'parse.php' => "\nthis is no PHP;",
    'memory.php' => "\nini_set('memory_limit', '4M'); \$a = []; while (true) { \$a[] = str_repeat('x', 10000); }",
    'printed.php' => "\necho 'begun'; flush(); trigger_error('first', E_USER_WARNING); class_that_is_not::f();",
    'status.php' => "\nhttp_response_code(500); echo 'text';",
    'caught.php' => "\ntry { undefined_function(); } catch (Error \$e) { http_response_code(500); }",
    'done.php' => "\necho 'done';",
    'busy.php' => "\nfile_put_contents(OUT . '/busy', '1'); while (!is_file(OUT . '/free')) { usleep(1000); clearstatcache(); }",
] as $name => $code) {
    $servers->script($name, '<?php' . $code);
}
$jobs = $app->byFastCgi();
foreach ([
    'throws.php' => ['DomainException', '/^no paper$/'],
    'fatal.php' => ['Error', '/^Call to undefined function undefined_function\(\)$/'],
    'parse.php' => ['ParseError', '/^syntax error, /'],
    'memory.php' => ['fatal', '/^Allowed memory size of 4194304 bytes exhausted/'],
    'printed.php' => ['Error', '/^Class "class_that_is_not" not found$/'],
] as $name => [$type, $message]) {
    $job = $jobs->start("/$name");
    check_ends($job, 'failed', $name);
    $error = $job->error();
    $is = $name === 'parse.php' && ($error['type'] ?? '') === 'fatal' ? 'fatal' : $type;
    check_same([$is, "$servers->dir/www/$name"], [$error['type'] ?? null, $error['file'] ?? null], $name);
    check((bool) preg_match($message, $error['message']), "$name: {$error['message']}");
    check(($error['line'] ?? 0) === 2, "$name: its line");
}
/* Where PHP has no fatal error to tell of, the answer is the cause. */
foreach (['status.php' => 'HTTP 500: text', 'caught.php' => 'HTTP 500', 'absent.php' => "HTTP 404: File not found. (SCRIPT_FILENAME $servers->dir/www/absent.php)"] as $name => $message) {
    $job = $jobs->start("/$name");
    check_ends($job, 'failed', $name);
    check_same(['response', $message], [$job->error()['type'], $job->error()['message']], $name);
}
/* The next request of the same worker has nothing of it. */
$job = $jobs->start('/done.php');
check_ends($job, 'succeeded', 'the next one');
check_same('done', $job->output(), 'its output');

/* The only worker is busy. */
$busy = $jobs->start('/busy.php');
check(wait_until(fn () => $servers->read('busy') === '1'), 'it is busy');
$job = $jobs->start('/done.php', ['start_timeout' => 1]);
check_ends($job, 'failed', 'no worker');
check_same(['start', 'not started: no free worker for 1 s'], [$job->error()['type'], $job->error()['message']], 'no worker');
touch($servers->out('free'));
check_ends($busy, 'succeeded', 'busy');

/* A worker that may not write to the socket of the job. */
if (Servers::root()) {
    $listener = stream_socket_server('udg://' . test_dir() . '/job.x.sock', $errno, $text, STREAM_SERVER_BIND);
    chmod(test_dir() . '/job.x.sock', 0600);
    chmod(test_dir(), 0755);
    [, $output] = run_php_as_nobody('foreach (["BGPROC_JOB=job.x", "BGPROC_ATTEMPT=1", "BGPROC_NOTIFY=' . test_dir() . '/job.x.sock"] as $entry) { putenv($entry); }
        try { Bgproc\JobManager::current(); } catch (Bgproc\JobException $e) { echo $e->getCode(), " ", $e->getMessage(); }');
    check((bool) preg_match('/^13 Cannot reach the supervisor of job job\.x \(.*\): Permission denied\. This worker is of the user 65534: its manager needs the option "worker_user" => 65534, /', $output), $output);
}
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
