--TEST--
stop(): SIGTERM or another signal, the grace, by any handle, idempotent, during the start and after the end
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 24 and 25, parity A12 (stop impossible).
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);
$exec = ['confirm' => true];

/* The plain case: SIGTERM ends it at once, whoever stops. */
$process = start(['sleep', '300'], $exec, $manager);
check_seconds(0, 2, seconds(fn () => check_same(true, $process->stop(), 'stop()')), 'by the starter');
check_same([Bgproc\State::Stopped, null, SIGTERM, false], [$process->getState(), $process->getExitCode(), $process->getTermSignal(), $process->isRunning()], 'by the starter');
check_same(['stopped', null, SIGTERM], [record($process)['state'], record($process)['exit_code'], record($process)['signal']], 'the record');

$process = start(['sleep', '300'], $exec, $manager);
$other = $manager->loadProcess($process->getKey());
check_seconds(0, 2, seconds(fn () => check_same(true, $other->stop(), 'stop()')), 'by another handle');
check_same([Bgproc\State::Stopped, SIGTERM], [$other->getState(), $other->getTermSignal()], 'that handle knows');
check_same([Bgproc\State::Stopped, SIGTERM], [$process->getState(), $process->getTermSignal()], 'the starter knows');

/* The same where nothing is kept: the record is gone, both know all the same. */
$process = start(['sleep', '300'], $exec);
$other = manager()->loadProcess($process->getKey());
check_same(true, $other->stop(), 'stop()');
check_same([Bgproc\State::Stopped, SIGTERM], [$other->getState(), $other->getTermSignal()], 'the handle that stopped knows, without a record');
check_same([Bgproc\State::Stopped, SIGTERM, null], [$process->getState(), $process->getTermSignal(), record($process)], 'the starter knows, without a record');

/* Again and again: the same truth. */
for ($i = 0; $i < 3; $i++) {
    check_same(true, $process->stop(), "again, $i");
    check_same(Bgproc\State::Stopped, $process->getState(), "again, $i");
}

/* After its own end: true, and the outcome is its own. */
$process = start('exit 3', [], $manager);
$process->wait();
check_same([true, Bgproc\State::Failed, 3], [$process->stop(), $process->getState(), $process->getExitCode()], 'after the end');

/* It may clean up and choose its exit code. */
$ready = test_dir() . '/ready';
$process = start("trap 'echo cleaned up; exit 42' TERM; echo > $ready; while :; do sleep 0.01; done", ['capture_output' => true], $manager);
wait_for_file($ready);
$process->stop();
check_same([Bgproc\State::Stopped, 42, null, "cleaned up\n"], [$process->getState(), $process->getExitCode(), $process->getTermSignal(), $process->getOutput()], 'a command that cleans up');

/* Another signal. */
unlink($ready);
$process = start("trap '' TERM; trap 'exit 43' USR2; echo > $ready; while :; do sleep 0.01; done", [], $manager);
wait_for_file($ready);
check_seconds(0, 5, seconds(fn () => check($process->stop(20, SIGUSR2), 'stop')), 'SIGUSR2');
check_same([Bgproc\State::Stopped, 43], [$process->getState(), $process->getExitCode()], 'SIGUSR2');

/* The grace, then SIGKILL. */
foreach ([0.0, 0.4] as $grace) {
    unlink($ready);
    $process = start("trap '' TERM; echo > $ready; while :; do sleep 0.01; done", [], $manager);
    wait_for_file($ready);
    check_seconds($grace, $grace + 1, seconds(fn () => check($process->stop($grace), 'stop')), "a grace of $grace");
    check_same([Bgproc\State::Stopped, SIGKILL], [$process->getState(), $process->getTermSignal()], "a grace of $grace");
}

/* A stopped (suspended) command is ended too. */
$process = start(['sleep', '300'], $exec, $manager);
posix_kill($process->getMeta()['command_pid'], SIGSTOP);
check_seconds(0, 3, seconds(fn () => check($process->stop(1), 'stop')), 'a suspended command');
check_same(Bgproc\State::Stopped, $process->getState(), 'a suspended command');

/* During the start: always an end, always "stopped" or what it did itself, and nothing stays. */
for ($i = 0; $i < 100; $i++) {
    $process = start($i % 2 ? ['sleep', '300'] : 'exit 3', [], $manager);
    $until = hrtime(true) + $i * 30000;
    while (hrtime(true) < $until);
    $truth = [$process->stop(), $process->getState()->value];
    check($truth === [true, 'stopped'] || ($i % 2 === 0 && $truth === [true, 'failed']), "stop during the start, $i: " . short($truth));
    check_same($process->getState(), $manager->loadProcess($process->getKey())->getState(), "stop during the start, $i: others see the same");
}

/* SIGTERM to the recorded pid stops the tree, with no PHP at hand. */
$process = start('sleep 300 & sleep 300; echo not reached', ['confirm' => true, 'capture_output' => true], $manager);
posix_kill($process->getPid(), SIGTERM);
check($process->wait(20), 'it ends');
check_same([Bgproc\State::Stopped, ''], [$process->getState(), $process->getOutput()], 'kill PID');
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
