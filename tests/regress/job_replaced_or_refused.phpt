--TEST--
Jobs, "merge" => "last": what still waits is replaced or the start is refused; the same work is never begun twice
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$manager = jobs();
$file = test_dir() . '/ran';
$work = ['sh', '-c', "echo \"\$BGPROC_JOB\" >> $file"];

/* One that cannot be told to end: the new one was started beside it. */
$waiting = $manager->startCommand($work, ['unique' => 'name', 'delay' => 4]);
$pid = job_record($waiting)['pid'];
posix_kill($pid, SIGSTOP);
$refusal = null;
try {
    $second = $manager->startCommand($work, ['unique' => 'name', 'merge' => 'last']);
} catch (Bgproc\StateException $e) {
    $refusal = $e->getMessage();
}
posix_kill($pid, SIGCONT);
check_same("Job $waiting still waits and cannot be replaced: it does not end in time", $refusal, 'the second is refused');
check_ends($waiting, 'stopped', 'the first has heard it after all');
check_same(1, count($manager->list()), 'no other job');
check(!file_exists($file), 'nothing was done');
check_ends($manager->startCommand($work, ['unique' => 'name', 'merge' => 'last']), 'succeeded', 'the name is free');

/* A signal that the application handles does not cut the wait short. */
$waiting = $manager->startCommand($work, ['unique' => 'signal', 'delay' => 100]);
$pid = job_record($waiting)['pid'];
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () use (&$handled) { $handled = true; });
posix_kill($pid, SIGSTOP);
$other = start(['sh', '-c', sprintf('sleep 0.3; kill -USR1 %d; sleep 0.3; kill -CONT %d', getmypid(), $pid)]);
try {
    check_ends($manager->startCommand($work, ['unique' => 'signal', 'merge' => 'last']), 'succeeded', 'the new one');
} catch (Bgproc\StateException $e) {
    check(false, $e->getMessage());
}
check_same([true, true], [$handled, $other->wait(20)], 'the signal came');
check_ends($waiting, 'stopped', 'the one before');

/* Many who replace each other: who found the job of another where he had just ended one left it waiting, and both ran. */
unlink($file);
$go = test_dir() . '/go';
$code = <<<'PHP'
    while (!file_exists($argv[1])) { usleep(500); }
    $manager = new Bgproc\JobManager(['working_directory' => $argv[2]]);
    for ($i = 0; $i < (int) $argv[3]; $i++) {
        $manager->startCommand(['sh', '-c', $argv[4]], ['unique' => 'race', 'merge' => 'last', 'delay' => 3]);
    }
    PHP;
$racers = [];
for ($i = 0; $i < 6; $i++) {
    $racers[] = $manager->startCommand([...script($code), $go, state_dir(), (string) (under_sanitizers() ? 5 : repeats(20, 8)), $work[2]], ['labels' => ['racer' => 'yes']]);
}
touch($go);
foreach ($racers as $racer) {
    check_ends($racer, 'succeeded', 'a racer');
}
check(wait_until(fn () => $manager->list(['state' => ['delayed', 'starting', 'running']]) === []), 'all end');
check_same(1, count(file($file)), 'one of all those has run');
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
