--TEST--
Jobs: waitAll(), waitAny() and getStream(), as of processes
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

function until(string $name, array $options = []): Bgproc\Job
{
    $file = test_dir() . "/$name";
    return jobs()->startCommand(['sh', '-c', "while [ ! -e $file ]; do sleep 0.01; done"], $options);
}

function ready(array $streams, int $seconds): array
{
    $none = [];
    stream_select($streams, $none, $none, $seconds);
    return array_keys($streams);
}

$job = until('one');
$other = until('two');
$delayed = jobs()->startCommand(['true'], ['delay' => 3600]);
$found = jobs()->find($other->id());
check_same([false, null], [Bgproc\Job::waitAll([$job, $found], 0.1), Bgproc\Job::waitAny([$job, $found, $delayed], 0.1)], 'while they run');
$streams = ['one' => $job->getStream(), 'two' => $found->getStream(), 'delayed' => $delayed->getStream()];
check_same([], ready($streams, 0), 'while they run');
touch(test_dir() . '/two');
check_same('b', Bgproc\Job::waitAny(['a' => $job, 'b' => $found, 'c' => $delayed], 20), 'one has ended');
check_same(100, $found->progress(), 'and everything of it is known');
check_same(['two'], ready($streams, 20), 'its stream');
$delayed->cancel();
check_same(4, Bgproc\Job::waitAny([3 => $job, 4 => $delayed], 20), 'one that was cancelled');
check_same(['two', 'delayed'], ready($streams, 20), 'its stream');
touch(test_dir() . '/one');
check_same(true, Bgproc\Job::waitAll(new ArrayIterator([$job, $other, $found, $delayed, $job]), 20), 'all');
check(wait_until(fn () => count(ready($streams, 1)) === 3), 'all streams');
check_same('succeeded', $job->state()->value, 'how it has ended');
check_same(['late'], ready(['late' => $job->getStream()], 0), 'a stream after the end');
check_same([true, null], [Bgproc\Job::waitAll([]), Bgproc\Job::waitAny([])], 'none');

/* Many jobs that end in any order. */
$jobs = [];
foreach ([3, 1, 2] as $i) {
    $jobs["job $i"] = until("end$i");
}
foreach ([1, 2, 3] as $i) {
    touch(test_dir() . "/end$i");
    $name = Bgproc\Job::waitAny($jobs, 20);
    check_same("job $i", $name, "job $i");
    unset($jobs[$name]);
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
