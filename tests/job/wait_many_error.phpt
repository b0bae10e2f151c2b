--TEST--
Jobs: waitAll(), waitAny() and getStream() refuse what is no job
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$job = jobs()->startCommand(['true']);
$process = start(['true']);
foreach (['waitAll', 'waitAny'] as $method) {
    $wait = [Bgproc\Job::class, $method];
    check_throws('TypeError', fn () => $wait(['x' => $job, 'y' => $process]), 'a process',
        "/^Bgproc.Job::$method\\(\\): Argument #1 \\(.jobs\\) must be an iterable of Bgproc.Job, BackgroundProcess given at key string \"y\"$/");
    check_throws('TypeError', fn () => $wait([$job->id()]), 'an id', '/string given at key int 0$/');
    check_throws('TypeError', fn () => BackgroundProcess::$method([$job]), 'a job is no process', '/must be an iterable of BackgroundProcess/');
    check_throws('ValueError', fn () => $wait([$job], -1), 'a time');
}
check_throws('ArgumentCountError', fn () => $job->getStream(1), 'getStream() takes nothing');
check_same(true, Bgproc\Job::waitAll([$job], 20), 'it ends');
$process->wait();
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
