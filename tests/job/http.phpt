--TEST--
Jobs by HTTP: through Apache and mod_php to a script that reports, as the user, with a body; B14: the address is configured
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('apache');
?>
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$servers = Servers::open();
$app = new Application($servers);
$app->script('work.php', 'if (!$job) { http_response_code(403); exit("no job"); } echo "part one\n"; $job->update(30, "thirty"); $job->finish([$_SERVER["REQUEST_METHOD"], $_POST, $_GET, $_COOKIE, $_SERVER["HTTP_X_A"] ?? null]);');
$app->script('throws.php', 'throw new DomainException("broken");');
$url = str_replace('tcp:', 'http:', $servers->apache());
$_SERVER['HTTP_HOST'] = 'evil.example';
$_COOKIE = ['PHPSESSID' => 'abc/+;d', 'other' => 'no', 'pick' => 'yes'];
$jobs = new Bgproc\JobManager($app->options(['base_url' => "$url/", 'key' => KEY, 'cookies' => ['pick']]));
$job = $jobs->start(['/work.php', 'page' => 1], ['body' => ['id' => 5], 'headers' => ['X-A' => 'y'], 'as' => 'user']);
check_ends($job, 'succeeded', 'work');
check_same(['POST', ['id' => '5'], ['page' => '1'], ['PHPSESSID' => 'abc/+;d', 'pick' => 'yes'], 'y'], $job->result(), 'result');
check_same(["part one\n", 'thirty', 'http'], [$job->output(), $job->text(), $job->status()['kind']], 'status');
$again = $jobs->retry($job->id(), ['as' => 'anonymous']);
check_ends($again, 'succeeded', 'retry');
check_same([], $again->result()[3], 'retry: anonymous');
$job = $jobs->start('/throws.php');
check_ends($job, 'failed', 'exception');
check_same(['DomainException', 'broken'], [$job->error()['type'], $job->error()['message']], 'exception');
$other = new Bgproc\JobManager($app->options(['base_url' => $url, 'key' => random_bytes(32)]));
$job = $other->start('/work.php');
check_ends($job, 'failed', 'not signed by the right key');
check_same('response', $job->error()['type'], 'not signed by the right key');
$remote = new Bgproc\JobManager($app->options(['base_url' => 'http://example.org', 'key' => KEY]));
check_refused(Bgproc\StateException::class, fn () => $remote->start('/x', ['as' => 'user']), 'cookies in the clear', '/without encryption/', null, $app->directory);
$remote = new Bgproc\JobManager($app->options(['base_url' => 'http://example.org', 'key' => KEY, 'authorization' => 'Basic eDp5']));
check_refused(Bgproc\StateException::class, fn () => $remote->start('/x'), 'a password in the clear', '/without encryption/', null, $app->directory);
$dead = new Bgproc\JobManager($app->options(['base_url' => 'http://127.0.0.1:1', 'key' => KEY, 'connect_timeout' => 0.5]));
$job = $dead->start('/x', ['start_timeout' => 3]);
check_ends($job, 'failed', 'connection refused');
check_same('transport', $job->error()['type'], 'connection refused: ' . json_encode($job->error()));
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
