--TEST--
Jobs by FastCGI: request, progress, result; B2 (only a success is one), B3, B4 (no second worker), B13 (no session held), B15, B16
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

ob_start();
$servers = Servers::open();
$app = new Application($servers);
$app->script('work.php', <<<'CODE'
    echo "part one\n"; $job->update(30);
    $until = fn ($name) => (function () use ($name) { while (!file_exists(OUT . "/$name")) { usleep(1000); clearstatcache(); } })();
    $until('go'); echo "part two\n"; $job->update(60); $until('go2');
    $job->log('logged');
    $job->finish([$_SERVER['REQUEST_METHOD'], $_GET, $_POST, $_COOKIE, $_SERVER['HTTP_X_THING'] ?? null, $_SERVER['HTTP_HOST'], $_SERVER['REQUEST_URI'],
        $_SERVER['CONTENT_TYPE'] ?? '', file_get_contents('php://input')]);
    CODE);
$app->script('all.php', '$job->finish([$_SERVER["REQUEST_METHOD"], $_GET, $_COOKIE, file_get_contents("php://input"), $_SERVER["CONTENT_TYPE"] ?? ""]);');
$app->script('throws.php', 'echo "output"; $job->update(12); throw new DomainException("it: broke in a.php:3");');
$app->script('fatal.php', '$job->update(10); undefined_function();');
$app->script('reason.php', '$job->update(10, "text"); echo "x"; $job->fail("no paper"); echo "never";');
$app->script('refuses.php', 'http_response_code(503); echo "try later";');
$app->script('unaware.php', 'echo "done";');
$app->script('killed.php', '$job->update(50); posix_kill(getmypid(), SIGKILL);');
$app->script('silent.php', '$job->update(5); sleep(30);');
$app->script('loops.php', 'try { for (;;) { $job->update(1, "looping"); usleep(5000); } } catch (Bgproc\JobException $e) { file_put_contents(OUT . "/late", get_class($e) . ": " . $e->getMessage()); }');
$app->script('session.php', '$open = session_start(); $_SESSION["n"] = ($_SESSION["n"] ?? 0) + 1; $n = $_SESSION["n"]; session_write_close(); $job?->finish($n); echo $n;');

$jobs = $app->byFastCgi();
$seconds = [];
for ($i = 0; $i < 5; $i++) {
    $begin = hrtime(true);
    $job = $jobs->start('/unaware.php');
    $seconds[] = (hrtime(true) - $begin) / 1e9;
    check_ends($job, 'succeeded', 'a script that knows nothing of jobs');
}
check(min($seconds) < 0.5, 'B3: start returns at once: ' . min($seconds));
check_same(["done", 'done', null], [$job->output(), $job->text(), $job->result()], 'its output');

$job = $jobs->start(['/work.php', 'page' => '1 & 2', 'backjobMethod' => 'post', 'backjobPostdata' => ['id' => 5, 'a' => ['b' => "\u{e9}"]]], ['headers' => ['X-Thing' => 'value']]);
check(wait_until(fn () => $job->text() === "part one\n" && $job->progress() === 30), 'B15: what it printed so far: ' . $job->text());
check_same(['running', 1, 'POST /work.php?page=1%20%26%202', 'fastcgi'], [$job->state()->value, $job->status()['status'], $job->status()['target'], $job->status()['kind']], 'status');
touch($servers->out('go'));
check(wait_until(fn () => $job->text() === "part one\npart two\n" && $job->progress() === 60), 'more: ' . $job->text());
touch($servers->out('go2'));
check_ends($job, 'succeeded', 'work');
check_same(['POST', ['page' => '1 & 2'], ['id' => '5', 'a' => ['b' => "\u{e9}"]], [], 'value', 'localhost', '/work.php?page=1%20%26%202',
    'application/x-www-form-urlencoded', 'id=5&a%5Bb%5D=%C3%A9'], $job->result(), 'what was asked for');
check_same(["part one\npart two\n", "logged\n", 100], [$job->output(), $job->log(), $job->progress()], 'what it left');

foreach (['PUT', 'DELETE', 'CHICKEN', 'PATCH'] as $method) {
    $job = $jobs->start('/all.php', ['method' => $method, 'query' => ['q' => 1], 'body' => '{"x":1}', 'content_type' => 'application/json']);
    check_ends($job, 'succeeded', $method);
    check_same([$method, ['q' => '1'], [], '{"x":1}', 'application/json'], $job->result(), $method);
}
$again = $jobs->retry($job->id());
check_ends($again, 'succeeded', 'retry');
check_same($job->result(), $again->result(), 'retry: the same request');

/* ---- B2: what is no success is none ---- */
$job = $jobs->start('/throws.php');
check_ends($job, 'failed', 'exception');
check_same(['DomainException', 'it: broke in a.php:3', "$servers->dir/www/throws.php"], [$job->error()['type'], $job->error()['message'], $job->error()['file']], 'exception');
check_same(12, $job->progress(), 'never 100');
$job = $jobs->start('/fatal.php');
check_ends($job, 'failed', 'fatal error');
check_same(['Error', 'Call to undefined function undefined_function()'], array_slice(array_values($job->error()), 0, 2), 'fatal error');
$job = $jobs->start('/reason.php');
check_ends($job, 'failed', 'fail()');
check_same([['type' => 'fail', 'message' => 'no paper'], 'x', 'no paper'], [$job->error(), $job->output(), $job->status()['status_text']], 'fail()');
foreach (['/refuses.php' => '/503.*try later/', '/missing.php' => '/404/'] as $path => $message) {
    $job = $jobs->start($path);
    check_ends($job, 'failed', $path);
    check_same('response', $job->error()['type'], $path);
    check((bool) preg_match($message, $job->error()['message']), $path . json_encode($job->error()));
}
$job = $jobs->start('/killed.php');
check_ends($job, 'failed', 'a worker that is killed');
check_same(50, $job->progress(), 'killed: progress');
$job = $jobs->start('/silent.php', ['timeout' => 0.5]);
check_ends($job, 'timed_out', 'no update');
check(str_contains($job->status()['status_text'], 'no update'), 'the text says so: ' . $job->status()['status_text']);
$gone = new Bgproc\JobManager($app->options(['fastcgi' => 'unix:/no/such/socket', 'document_root' => '/']));
$job = $gone->start('/x.php', ['start_timeout' => 1]);
check_ends($job, 'failed', 'no pool');
check_same('failed', $job->state()->value, 'no pool');

/* ---- cancel: the worker hears of it ---- */
$job = $jobs->start('/loops.php');
check(wait_until(fn () => $job->text() === 'looping'), 'it loops');
check_same(true, $job->cancel(), 'cancel');
check_same('stopped', $job->state()->value, 'stopped');
Servers::until(fn () => $servers->read('late') !== '', 'the worker to hear of it');
check((bool) preg_match('/^Bgproc.Job(Cancelled)?Exception: Job job\.\w+ (was cancelled|has ended)/', $servers->read('late')), $servers->read('late'));

/* ---- B13: sessions ---- */
ini_set('session.save_path', $servers->out(''));
ini_set('session.use_cookies', '0');
ini_set('session.cache_limiter', '');
$sid = bin2hex(random_bytes(16));
if (extension_loaded('session')) {
    $_COOKIE = ['PHPSESSID' => $sid, 'secret' => 'no', 'lang' => 'a b;c'];
    session_id($sid);
    check(session_start(), 'the session opens');
    check_refused(Bgproc\StateException::class, fn () => $jobs->start('/session.php', ['as' => 'user']), 'session open', '/session is still open/', null, $app->directory);
    check_ends($jobs->start('/unaware.php'), 'succeeded', 'anonymous, with an open session');
    session_write_close();
    chmod($servers->out("sess_$sid"), 0666);
}
$job = $jobs->start('/all.php', ['as' => 'user', 'cookies' => ['lang', 'absent']]);
check_ends($job, 'succeeded', 'as the user');
check_same((extension_loaded('session') ? ['PHPSESSID' => $sid] : []) + ['lang' => 'a b;c'], $job->result()[2], 'cookies that were named');
check(!str_contains(file_get_contents("$app->directory/$job.request") . file_get_contents("$app->directory/$job.json"), $sid), 'no cookie on disk');
check_refused(Bgproc\StateException::class, fn () => $jobs->retry($job->id()), 'retry as a user', '/give the option "as"/', null, $app->directory);
check_ends($jobs->retry($job->id(), ['as' => 'anonymous']), 'succeeded', 'retry as nobody');
check_same([], $jobs->start('/all.php')->wait() ? $jobs->list()[count($jobs->list()) - 1]->result()[2] : null, 'anonymous');

/* ---- a front controller ---- */
$app->script('index.php', '$job->finish([$_SERVER["SCRIPT_NAME"], $_SERVER["REQUEST_URI"]]);');
$front = $app->byFastCgi(['front_controller' => '/index.php']);
$job = $front->start('site/report?x=1');
check_ends($job, 'succeeded', 'front controller');
check_same(['/index.php', '/site/report?x=1'], $job->result(), 'front controller');

/* ---- B4: more jobs than workers, one worker each; a delay costs none ---- */
$app->script('short.php', '$job->update(50); usleep(20000); $job->finish($_GET["n"]);');
$many = [];
for ($i = 0; $i < 30; $i++) {
    $many[$i] = $jobs->start(['/short.php', 'n' => $i]);
}
$delayed = $jobs->start('/short.php?n=x', ['delay' => 1000]);
foreach ($many as $i => $job) {
    check_ends($job, 'succeeded', "job $i", 60);
    check_same((string) $i, $job->result(), "job $i");
}
check_same('delayed', $delayed->state()->value, 'delayed');
$delayed->cancel();
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
