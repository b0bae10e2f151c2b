--TEST--
Jobs: cancel() of delayed and running ones; what is heard of it inside; delays; time limits (B5: reading changes nothing, B7)
--EXTENSIONS--
bgproc
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$manager = jobs();

/* ---- delayed ---- */
$job = $manager->startCommand(['touch', test_dir() . '/never'], ['delay' => 100]);
check_same(['delayed', 0], [$job->state()->value, $job->status()['status']], 'delayed');
check(abs(strtotime($job->status()['start_time']) - time() - 100) <= 5, 'it says when it begins');
check_same(true, $manager->cancel($job->id()), 'cancel');
check_same(['stopped', 3, null], [$job->state()->value, $job->status()['status'], $job->error()], 'stopped');
check_same(null, $job->status()['start_time'], 'it has never begun');
check_same(true, $job->cancel(), 'once more');
check(!file_exists(test_dir() . '/never'), 'it never ran');

$begin = hrtime(true);
$job = $manager->startCommand(['true'], ['delay' => 0.3]);
check_ends($job, 'succeeded', 'a delay that passes');
check_between(0.3, 10, (hrtime(true) - $begin) / 1e9, 'delay');
$job = $manager->startCommand(['true'], ['at' => new DateTimeImmutable('+1000 seconds')]);
check_same('delayed', $job->state()->value, 'at');
foreach ([-1, NAN, INF] as $grace) {
    foreach ([[1, fn () => $job->cancel($grace)], [2, fn () => $manager->cancel($job->id(), $grace)], [2, fn () => $manager->cancel('job.unknown', $grace)]] as [$n, $call]) {
        check_throws(ValueError::class, $call, "grace " . var_export($grace, true), "/Argument #$n \\(\\\$grace\\) must be a number of seconds from 0/");
    }
}
check(abs(strtotime($job->status()['start_time']) - time() - 1000) <= 5, 'at: when');
$job->cancel();
check_ends($manager->startCommand(['true'], ['at' => time() - 10]), 'succeeded', 'a time in the past is now');

/* ---- running: the tree ends; a command that lives through the signal hears of it ---- */
$job = $manager->startCommand(script(<<<'CODE'
    pcntl_async_signals(true);
    $told = false;
    pcntl_signal(SIGTERM, function () use (&$told) { $told = true; });
    $job = Bgproc\JobManager::current();
    $job->update(50, 'at work');
    while (!$told) { usleep(1000); }
    echo $job->isCancelled() ? "cancelled\n" : "not cancelled\n";
    foreach ([fn () => $job->update(60), fn () => $job->finish(1), fn () => $job->log('x'), fn () => $job->throwIfCancelled(), fn () => $job->fail('x')] as $call) {
        try { $call(); echo "nothing\n"; } catch (Bgproc\JobException $e) { echo strlen($e->getMessage()) > 20 ? "thrown\n" : "?\n"; }
    }
    CODE));
check(wait_until(fn () => $job->text() === 'at work'), 'it runs');
check_same(true, $job->cancel(20), 'cancel');
check_same('stopped', $job->state()->value, 'state');
check_same("cancelled\n" . str_repeat("thrown\n", 5), $job->output(), 'what it heard');
check_same([50, 'at work'], [$job->progress(), $job->text()], 'nothing late was taken');
check_throws(ValueError::class, fn () => $job->cancel(-1), 'grace');

/* ---- limits ---- */
$job = $manager->startCommand(script('Bgproc\JobManager::current()->update(10, "then silent"); sleep(1000);'), ['timeout' => at_most(0.4)]);
check_ends($job, 'timed_out', 'no update');
check_same('timeout', $job->error()['type'], 'error');
check_same(10, $job->progress(), 'progress stays');
$again = $manager->find($job->id());
check_same($job->status(), $again->status(), 'asking twice gives the same');
$job = $manager->startCommand(script('for (;;) { Bgproc\JobManager::current()->update(); usleep(20000); }'), ['timeout' => at_most(5), 'max_runtime' => 0.6]);
check_ends($job, 'timed_out', 'in all');
$job = $manager->startCommand(script('for ($i = 0; $i < 30; $i++) { Bgproc\JobManager::current()->update($i); usleep(50000); }'), ['timeout' => at_most(1)]);
check_ends($job, 'succeeded', 'updates keep it alive');

/* ---- retries ---- */
$job = $manager->startCommand(['sh', '-c', 'echo x >> ' . test_dir() . '/tries; test $BGPROC_ATTEMPT = 3'], ['idempotent' => true, 'retries' => 3, 'backoff' => 0.01]);
check_ends($job, 'succeeded', 'the third attempt');
check_same(3, $job->attempt(), 'attempt');
check_same("x\nx\nx\n", file_get_contents(test_dir() . '/tries'), 'three attempts');
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
