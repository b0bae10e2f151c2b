--TEST--
A signal that comes before the command runs is kept until it does; signal() refuses for a delayed job
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * They were lost without a word.
 */
require __DIR__ . '/../inc/job.inc';

/* Right after run() the supervisor itself is hardly there. */
$manager = manager(['keep' => 600]);
for ($i = 0; $i < repeats(60, 600); $i++) {
    $process = start(['sleep', '300'], [], $manager);
    $process->signal(SIGTERM);
    check($process->wait(at_most(20)), "$i: it ends");
    check_same(['failed', SIGTERM], [$process->getState()->value, $process->getTermSignal()], "$i: signal()");
}
/* The signals that a supervisor passes on. */
foreach ([SIGUSR1, SIGUSR2, SIGHUP, SIGALRM, SIGRTMIN + 5] as $number) {
    for ($i = 0; $i < 5; $i++) {
        $process = start(['sleep', '300'], [], $manager);
        posix_kill($process->getMeta()['pid'], $number);
        check($process->wait(at_most(20)), "$number: it ends");
        check_same(['failed', $number], [$process->getState()->value, $process->getTermSignal()], "kill -$number PID");
    }
}

/* A delayed job has no command yet. */
$jobs = jobs(['keep_failed' => 600]);
$job = $jobs->startCommand(['sleep', '300'], ['delay' => 3600]);
$process = manager()->loadProcess($job->id());
check_same('delayed', $process->getState()->value, 'it waits');
check_throws('Bgproc\StateException', fn () => $process->signal(SIGUSR1), 'signal() of a delayed job',
    "/^Process {$job->id()} is delayed and cannot be signalled: its command does not run yet \(stop\(\) ends the wait\)$/");
check_same('delayed', $process->getState()->value, 'it still waits');
$job->cancel();

/* What nobody can refuse is kept for the command. */
$job = $jobs->startCommand(['sleep', '300'], ['delay' => 0.3]);
$process = manager()->loadProcess($job->id());
posix_kill($process->getMeta()['pid'], SIGUSR2);
check($process->wait(at_most(20)), 'it ends');
check_same(['failed', SIGUSR2], [$process->getState()->value, $process->getTermSignal()], 'kill PID of a delayed job');

/* Between two attempts, too. */
$once = test_dir() . '/once';
$job = $jobs->startCommand(['sh', '-c', "test -e $once && exec sleep 300; touch $once; exit 1"], ['idempotent' => true, 'retries' => 1, 'backoff' => 1.0]);
$process = manager()->loadProcess($job->id());
check(wait_until(fn () => $process->getState()->value === 'delayed'), 'it waits for its second attempt');
check_throws('Bgproc\StateException', fn () => $process->signal(SIGTERM), 'signal() between two attempts', '/ is delayed and cannot be signalled/');
posix_kill($process->getMeta()['pid'], SIGUSR1);
check($process->wait(at_most(20)), 'it ends');
check_same(['failed', SIGUSR1], [$process->getState()->value, $process->getTermSignal()], 'kill PID between two attempts');
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
