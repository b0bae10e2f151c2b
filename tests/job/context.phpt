--TEST--
Jobs from the inside: progress is clamped, text and log arrive, finish() decides (B7: nothing revives what has ended)
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$manager = jobs();
$out = test_dir() . '/out';
$job = $manager->startCommand([...script(<<<'CODE'
    $job = Bgproc\JobManager::current();
    $say = fn ($what) => file_put_contents($argv[1], json_encode($what) . "\n", FILE_APPEND);
    $step = function ($name) use ($argv) { $f = dirname($argv[1]) . "/$name"; while (!file_exists($f)) { usleep(1000); } };
    $say([get_class($job), $job->id() === getenv('BGPROC_JOB'), $job->attempt(), $job === Bgproc\JobManager::current()]);
    $job->update(-5); $say($job->getProgress());
    $job->update(20.5, 'twenty'); $say($job->getProgress());
    $step('a');
    $job->incrementProgress(5); $job->incrementProgress(); $job->incrementProgress(0.25, "plus \u{e9} \"x\"\n"); $say($job->getProgress());
    $step('b');
    $job->update(500, str_repeat('y', 5000)); $say($job->getProgress());
    $job->update(null, null);
    $job->log("a line"); $job->log(str_repeat('l', 20000)); $job->log("bad \xff utf");
    foreach ([fn () => $job->update(NAN), fn () => $job->finish(NAN), fn () => $job->finish("\xff"), fn () => $job->finish(STDIN), fn () => $job->finish(str_repeat('x', 70000))] as $bad) {
        try { $bad(); $say('nothing was thrown'); } catch (ValueError $e) { $say($e->getMessage()); }
    }
    $say([$job->isCancelled(), $job->throwIfCancelled()]);
    $job->finish(['k' => [1, null]]); $say($job->getProgress());
    $job->finish('second'); $job->update(3);
    $step('c');
    exit(7);
    CODE), $out]);

check(wait_until(fn () => $job->text() === 'twenty'), 'text arrives');
check_same(20, $job->progress(), 'progress');
check_same(1, $job->status()['status'], 'it runs');
touch(test_dir() . '/a');
check(wait_until(fn () => $job->text() === "plus \u{e9} \"x\"\n"), 'text with escapes: ' . $job->text());
check_same(26, $job->progress(), 'progress');
touch(test_dir() . '/b');
check(wait_until(fn () => $job->progress() === 100), 'clamped');
check(wait_until(fn () => substr_count((string) @file_get_contents($out), "\n") >= 11), 'it got to the end: ' . @file_get_contents($out));
check_same(str_repeat('y', 1000), $job->text(), 'long text is cut');
check_same('running', $job->state()->value, 'decided, but its command has not ended');
touch(test_dir() . '/c');
check_ends($job, 'succeeded', 'finish() counts, not the exit code');
check_same(7, $job->status()['exit_code'], 'exit code');
check_same(['k' => [1, null]], $job->result(), 'the first result');
check_same(100, $job->progress(), 'late updates change nothing');
$log = explode("\n", $job->log());
check_same(['a line', str_repeat('l', 8000), "bad \u{fffd} utf", ''], $log, 'log');
echo file_get_contents($out);
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECTF--
["Bgproc\\JobContext",true,1,true]
0%S
20.5
26.75
100%S
"Bgproc\\JobContext::update(): Argument #1 ($progress) must be a number"
"The result of a job must be a value that JSON can hold: it holds a number that is infinite or none at all"
"The result of a job must be a value that JSON can hold: it holds a string that is not UTF-8"
"The result of a job must be a value that JSON can hold: it holds a value of a type that JSON does not have"
"The result of a job must be at most 60000 bytes of JSON, these are 70002; give the name of a file"
[false,null]
100%S
===DONE===
