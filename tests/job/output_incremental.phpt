--TEST--
Jobs: getIncrementalOutput(), getIncrementalErrorOutput() and getDroppedBytes() of commands, functions, requests and all attempts
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm');
?>
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';
require __DIR__ . '/../inc/incremental.inc';

ob_start();

/* A command, of two handles, while it works and afterwards. */
$go = test_dir() . '/go';
$job = jobs()->startCommand(['sh', '-c', "printf one; printf err >&2; while [ ! -e $go ]; do sleep 0.01; done; printf two"]);
$other = jobs()->find($job->id());
foreach ([$job, $other] as $handle) {
    check_same(['one', 'err'], [read_new($handle, 'getIncrementalOutput', 3), read_new($handle, 'getIncrementalErrorOutput', 3)], 'while it works');
    check_same(['', '', 0], [$handle->getIncrementalOutput(), $handle->getIncrementalErrorOutput(), $handle->getDroppedBytes()], 'nothing new');
}
touch($go);
foreach ([$job, $other] as $handle) {
    check_ends($handle, 'succeeded', 'a command');
    check_same(['two', '', 0, 'onetwo'], [$handle->getIncrementalOutput(), $handle->getIncrementalErrorOutput(), $handle->getDroppedBytes(), $handle->output()], 'the end');
}

/* More than the limit, in three attempts: one stream of bytes. */
$code = 'for ($i = 40000 * (getenv("BGPROC_ATTEMPT") - 1), $n = $i + 40000; $i < $n; $i++) { printf("%015d\n", $i); } exit(1);';
$job = jobs()->startCommand(script($code), ['output_limit' => 5000, 'idempotent' => true, 'retries' => 2, 'backoff' => 0.01]);
$readers = [new Reader($job, 1, 'the starter'), new Reader(jobs()->find($job->id()), 1, 'another')];
do {
    $ended = $job->wait(0.01);
    foreach ($readers as $reader) {
        $reader->read();
    }
} while (!$ended);
check_same(3, $job->attempt(), 'attempts');
foreach ($readers as $reader) {
    check($reader->process->wait(20), 'it ends');
    $reader->read();
    check_same(3 * 40000 * 16, $reader->returned + $reader->dropped, "$reader->name: returned and dropped");
}

/* A function. */
$file = bootstrap('function numbers(int $n): void { for ($i = 0; $i < $n; $i++) { printf("%015d\n", $i); fprintf(STDERR, "%015d\n", $i); } }');
$job = jobs()->startCall('numbers', [20000], ['bootstrap' => $file, 'php_binary' => php_words(), 'output_limit' => 5000, 'stderr' => 'stdout']);
check_ends($job, 'succeeded', 'a function');
check_same([5000, '', 635000], [strlen($job->getIncrementalOutput()), $job->getIncrementalErrorOutput(), $job->getDroppedBytes()], 'a function, both streams in one');
$job = jobs()->startCall('numbers', [20000], ['bootstrap' => $file, 'php_binary' => php_words(), 'output_limit' => 5000]);
check_ends($job, 'succeeded', 'a function');
check_same([numbers_at(315000, 5000), numbers_at(315000, 5000), 630000], [$job->getIncrementalOutput(), $job->getIncrementalErrorOutput(), $job->getDroppedBytes()], 'a function');

/* A request. */
$servers = Servers::open();
$application = new Application($servers);
$application->script('numbers.php', 'for ($i = 0; $i < 20000; $i++) { printf("%015d\n", $i); }');
$job = $application->byFastCgi(['output_limit' => 5000])->start('/numbers.php');
check_ends($job, 'succeeded', 'a request');
check_same([numbers_at(315000, 5000), '', 315000], [$job->getIncrementalOutput(), $job->getIncrementalErrorOutput(), $job->getDroppedBytes()], 'a request');
$servers->stopAll();

/* Gone with its record. */
$job = jobs()->startCommand('echo gone');
check_ends($job, 'succeeded', 'it is removed');
$other = jobs()->find($job->id());
check_same("gone\n", $job->getIncrementalOutput(), 'before');
exec('rm -rf ' . escapeshellarg(state_dir()));
foreach (['getIncrementalOutput', 'getIncrementalErrorOutput', 'getDroppedBytes'] as $method) {
    check_throws('Bgproc\StoreException', fn () => $other->$method(), $method, '/is gone/');
    $job->$method();
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
