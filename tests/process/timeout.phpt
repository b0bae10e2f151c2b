--TEST--
timeout and idle_timeout end the whole tree, in time, with the grace of the option
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * DESIGN 4; promise 21 (monotonic time) in part.
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);

/* Starts, waits, and checks the time from before the start to the end. */
function lasts(float $least, float $most, string $what, string|array $line, array $options): BackgroundProcess
{
    $time = seconds(function () use (&$process, $line, $options) {
        $process = start($line, $options + ['keep' => 600]);
        check($process->wait(20), 'it ends');
    });
    check_seconds($least, $most, $time, $what);
    return $process;
}

/* timeout */
$process = lasts(0.3, 1.3, 'a timeout of 0.3 s', 'sleep 300 & setsid sleep 300 & sleep 300', ['timeout' => 0.3]);
check_same([Bgproc\State::TimedOut, null, SIGTERM], [$process->getState(), $process->getExitCode(), $process->getTermSignal()], 'state');
check_same(['timed_out', SIGTERM], [record($process)['state'], record($process)['signal']], 'the record');
check(wait_until(fn () => leftovers() === [], 2.0), 'the tree is gone');

/* grace: here and nowhere else it decides how long a deaf command lives */
$process = lasts(0.6, 1.6, 'a timeout of 0.2 s and a grace of 0.4 s', "trap '' TERM; while :; do sleep 0.01; done", ['timeout' => 0.2, 'grace' => 0.4]);
check_same([Bgproc\State::TimedOut, SIGKILL], [$process->getState(), $process->getTermSignal()], 'killed');

$process = lasts(0.2, 1.2, 'no grace', "trap '' TERM; while :; do sleep 0.01; done", ['timeout' => 0.2, 'grace' => 0]);

/* It ends by itself before: nothing happens. */
$process = lasts(0, 5, 'no waiting for the timeout', 'exit 3', ['timeout' => 30, 'idle_timeout' => 30]);
check_same([Bgproc\State::Failed, 3], [$process->getState(), $process->getExitCode()], 'its own outcome');

/* It exits 0 when it is told: it was timed out all the same. */
$process = start("trap 'exit 0' TERM; while :; do sleep 0.01; done", ['timeout' => 0.2], $manager);
$process->wait(20);
check_same([Bgproc\State::TimedOut, 0], [$process->getState(), $process->getExitCode()], 'exit 0 on SIGTERM');

/* idle_timeout, with output captured, to files, and to nowhere */
$busy = 'i=0; while [ $i -lt 8 ]; do echo $i; sleep 0.1; i=$((i + 1)); done; sleep 300';
foreach (['captured' => ['capture_output' => true], 'files' => ['stdout' => test_dir() . '/idle'], 'nowhere' => []] as $name => $options) {
    $process = lasts(1.1, 3, "idle, output $name: 0.8 s busy, then 0.4 s", $busy, $options + ['idle_timeout' => 0.4]);
    check_same(Bgproc\State::TimedOut, $process->getState(), "idle, output $name");
}
check_same("0\n1\n2\n3\n4\n5\n6\n7\n", file_get_contents(test_dir() . '/idle'), 'the output went to the file');
$process = lasts(0.3, 1.3, 'idle from the start', 'sleep 0.7; echo x', ['idle_timeout' => 0.3]);

/* Output on stderr counts too. */
$process = start('i=0; while [ $i -lt 8 ]; do echo $i >&2; sleep 0.1; i=$((i + 1)); done; exit 5', ['idle_timeout' => 0.5], $manager);
$process->wait(20);
check_same([Bgproc\State::Failed, 5], [$process->getState(), $process->getExitCode()], 'not idle: it writes to stderr');

/* null is none. */
$process = start('sleep 0.3; exit 6', ['timeout' => null, 'idle_timeout' => null], $manager);
$process->wait(20);
check_same(6, $process->getExitCode(), 'null');

/* The supervisor enforces it: no caller is there. */
[$code, $output] = run_php('$p = start(["sleep", "300"], ["timeout" => 0.3, "keep" => 60], new BackgroundProcessManager(["working_directory" => $argv[1]])); echo $p->getKey();', [state_dir()]);
$process = $manager->loadProcess($output);
check($process->wait(20), 'it ends without its caller');
check_same(Bgproc\State::TimedOut, $process->getState(), 'timed out without its caller');
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
