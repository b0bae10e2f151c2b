--TEST--
wait(): with and without a time, many waiters, and a supervisor that is suspended
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 19.
 */
require __DIR__ . '/../inc/bgproc.inc';

$process = start(['sleep', '300'], ['keep' => 600, 'confirm' => true]);
$other = manager()->loadProcess($process->getKey());
foreach (['starter' => $process, 'other' => $other] as $name => $handle) {
    check_seconds(0, 0.1, seconds(fn () => check_same(false, $handle->wait(0), "$name: wait(0)")), "$name: wait(0)");
    check_seconds(0.2, 0.6, seconds(fn () => check_same(false, $handle->wait(0.2), "$name: wait(0.2)")), "$name: wait(0.2)");
    check_same([true, Bgproc\State::Running, null, null, null], [$handle->isRunning(), $handle->getState(), $handle->getExitCode(), $handle->getTermSignal(), $handle->getUsage()], "$name: while it runs");
}

/* No CPU while it waits: it does not poll. */
$before = getrusage();
$process->wait(0.5);
$other->wait(0.5);
$after = getrusage();
$cpu = ($after['ru_utime.tv_sec'] - $before['ru_utime.tv_sec'] + $after['ru_stime.tv_sec'] - $before['ru_stime.tv_sec']) * 1e6 + $after['ru_utime.tv_usec'] - $before['ru_utime.tv_usec'] + $after['ru_stime.tv_usec'] - $before['ru_stime.tv_usec'];
check_between(0, at_most(50000), $cpu, 'CPU time of one second of waiting (us)');
check_between(0, at_most(20), $after['ru_nvcsw'] - $before['ru_nvcsw'], 'wake-ups of one second of waiting');

/* The supervisor is suspended: callers' calls end at their own limits, and the outcome is right afterwards. */
posix_kill($process->getPid(), SIGSTOP);
posix_kill($process->getMeta()['command_pid'], SIGKILL);
check_seconds(0.3, 1, seconds(fn () => check_same(false, $process->wait(0.3), 'wait()')), 'wait(), supervisor suspended');
check_seconds(0.3, 1, seconds(fn () => check_same(false, $other->wait(0.3), 'wait()')), 'wait() of another, supervisor suspended');
check_same(Bgproc\State::Running, $other->getState(), 'a suspended supervisor lives');
posix_kill($process->getPid(), SIGCONT);
check_same([true, SIGKILL], [$process->wait(20), $process->getTermSignal()], 'the starter');
check_same([true, SIGKILL], [$other->wait(20), $other->getTermSignal()], 'another handle');

/* 20 waiters in 20 processes. */
$go = test_dir() . '/go';
$process = start("while [ ! -e $go ]; do sleep 0.01; done; exit 9", ['keep' => 600]);
$pids = [];
for ($i = 0; $i < 20; $i++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        $handle = manager()->loadProcess($process->getKey());
        touch(test_dir() . "/waiting$i");
        $right = $handle->wait(20) && $handle->getExitCode() === 9;
        file_put_contents(test_dir() . "/waited$i", $right ? 'right' : 'wrong');
        posix_kill(getmypid(), SIGKILL);
    }
    $pids[] = $pid;
}
check(wait_until(fn () => count(glob(test_dir() . '/waiting*')) === 20), 'all wait');
touch($go);
foreach ($pids as $i => $pid) {
    pcntl_waitpid($pid, $status);
    check_same('right', @file_get_contents(test_dir() . "/waited$i"), "waiter $i");
}

/* After the end: at once, again and again, from the record. */
foreach ([$process, manager()->loadProcess($process->getKey())] as $handle) {
    check_seconds(0, 0.1, seconds(fn () => check_same([true, true, true], [$handle->wait(), $handle->wait(0), $handle->wait(10)], 'wait()')), 'after the end');
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
