--TEST--
Jobs: input from a string, after a delay, for each attempt from the start, and for a repetition
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$text = "the input \xff\n";
$cat = ['sh', '-c', 'cat'];
$job = jobs()->startCommand($cat, ['stdin' => ['string', $text], 'delay' => 0.3]);
check_same('delayed', $job->state()->value, 'it waits');
check_ends($job, 'succeeded', 'delayed');
check_same($text, $job->output(), 'delayed');

$job = jobs()->startCommand(['sh', '-c', 'cat; exit 1'], ['stdin' => ['string', $text], 'idempotent' => true, 'retries' => 2, 'backoff' => 0.01]);
check_ends($job, 'failed', 'three attempts');
check_same([3, $text . $text . $text], [$job->attempt(), $job->output()], 'three attempts');

/* It is not kept on the disk; a repetition needs it again. */
$secret = 'a secret word';
$job = jobs()->startCommand($cat, ['stdin' => ['string', $secret]]);
check_ends($job, 'succeeded', 'a secret');
check(!str_contains((string) file_get_contents(state_dir() . '/' . $job->id() . '.request'), $secret), 'KEY.request');
check_throws('Bgproc\StateException', fn () => jobs()->retry($job->id()), 'retry() without it',
    '/^Job \S+ was started with a string as input, which is not kept; give the option "stdin" to say what is to be read$/');
$again = jobs()->retry($job->id(), ['stdin' => ['string', 'another']]);
check_ends($again, 'succeeded', 'again');
check_same('another', $again->output(), 'again');
check_throws('Bgproc\StateException', fn () => jobs()->retry($again->id()), 'a repetition of the repetition', '/as input, which is not kept/');
$again = jobs()->retry($job->id(), ['stdin' => null]);
check_ends($again, 'succeeded', 'none at all');
check_same('', $again->output(), 'none at all');
check_ends(jobs()->retry($again->id()), 'succeeded', 'which can be repeated');

/* Other input is other work. */
$go = test_dir() . '/go';
$wait = ['sh', '-c', "cat; while [ ! -e $go ]; do sleep 0.01; done"];
$one = jobs()->startCommand($wait, ['stdin' => ['string', '1'], 'unique' => true]);
$same = jobs()->startCommand($wait, ['stdin' => ['string', '1'], 'unique' => true]);
$two = jobs()->startCommand($wait, ['stdin' => ['string', '2'], 'unique' => true]);
check_same([false, true, false], [$one->isMerged(), $same->isMerged(), $two->isMerged()], 'unique');
touch($go);
check_same(true, Bgproc\Job::waitAll([$one, $two], 20), 'both');
check_same(['1', '2'], [$one->output(), $two->output()], 'both');
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
