--TEST--
The starter of a process is not deceived by a damaged record: it runs, can be stopped, and has its outcome
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * The record was believed although the open pipe of the supervisor said otherwise: stop() then did nothing.
 */
require __DIR__ . '/../inc/bgproc.inc';

foreach (['', '{"key":', '{}', 'nonsense'] as $text) {
    $process = start(['sleep', '300'], ['confirm' => true, 'keep' => 60]);
    $pid = $process->getPid();
    check(wait_until(fn () => record($process)['state'] === 'running'), 'the record says so');
    file_put_contents(record_file($process), $text);
    check_same([true, Bgproc\State::Running, $pid], [$process->isRunning(), $process->getState(), $process->getPid()], 'with ' . short($text));
    check_same(Bgproc\State::Lost, manager()->loadProcess($process->getKey())?->getState(), 'others cannot know better');
    check_same(true, $process->stop(1), 'stop()');
    check_same([Bgproc\State::Stopped, SIGTERM], [$process->getState(), $process->getTermSignal()], 'stopped');
    check(wait_until(fn () => !is_alive($pid)), 'the supervisor is gone');
    check_same([Bgproc\State::Stopped, 'stopped'], [manager()->loadProcess($process->getKey())?->getState(), record($process)['state']], 'the supervisor has replaced the damaged record');
}
/* Removed by hand. */
$process = start('sleep ' . at_most(0.2) . '; exit 3', ['confirm' => true, 'keep' => 60]);
unlink(record_file($process));
check_same([true, Bgproc\State::Running], [$process->isRunning(), $process->getState()], 'removed');
check_same([true, 3], [$process->wait(60), $process->getExitCode()], 'outcome');

/* A supervisor that dies while its record is damaged: lost at once. */
$process = start(['sleep', '300'], ['confirm' => true, 'keep' => 60]);
$command = $process->getMeta()['command_pid'];
file_put_contents(record_file($process), '{');
posix_kill($process->getPid(), SIGKILL);
check_same([true, Bgproc\State::Lost], [$process->wait(20), $process->getState()], 'lost');
posix_kill($command, SIGKILL);
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
