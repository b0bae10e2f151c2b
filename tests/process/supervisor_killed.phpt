--TEST--
A process whose supervisor was killed reads lost, never running, and prune() removes it
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 12 (in part), parity A7 and A12 (stale records stay for ever).
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);

/* Killed while the command runs: by the starter, another handle, and the list. */
$process = $manager->createProcess(['sleep', '300'], ['confirm' => true]);
$process->run();
$other = manager()->loadProcess($process->getKey());
$waiting = manager()->loadProcess($process->getKey());
$command = $process->getMeta()['command_pid'];
check_same([true, true], [$process->isRunning(), $other->isRunning()], 'it runs');
posix_kill($process->getPid(), SIGKILL);
check_seconds(0, 5, seconds(fn () => check($waiting->wait(20), 'wait() of another handle ends')), 'wait() of another handle');
check($process->wait(20), 'wait() of the starter ends');
foreach (['starter' => $process, 'other' => $other, 'waiting' => $waiting, 'new' => manager()->loadProcess($process->getKey()), 'listed' => manager()->listProcesses()[0]] as $name => $handle) {
    check_same([Bgproc\State::Lost, false], [$handle->getState(), $handle->isRunning()], "$name: lost");
    check_same([null, null, null], [$handle->getExitCode(), $handle->getTermSignal(), $handle->getUsage()], "$name: nothing is invented");
}
$meta = manager()->loadProcess($process->getKey())->getMeta();
check_same('supervisor-gone', $meta['reason'], 'reason');
check_same(['lost', $command], [record($process)['state'], record($process)['command_pid']], 'the record on disk is settled');
check_same(is_alive($command), $meta['command_alive'], 'whether the command was seen alive');
check_same(!is_alive($command), $process->stop(), 'stop() of a lost process: true only if its command is gone too');
check_throws('Bgproc\StateException', fn () => $process->signal(SIGTERM), 'signal() of a lost process');

/* The command may be left behind; that is all. It is not ours to find: end it here. */
posix_kill($command, SIGKILL);

check_same(1, $manager->prune(), 'prune()');
check_same([null, []], [$manager->loadProcess($process->getKey()), $manager->listProcesses()], 'gone');

/* A new start may take the key of a lost one, but not while the command of that still runs. */
$process = $manager->createProcess(['sleep', '300'], ['confirm' => true]);
$process->setKey('process.again');
$process->run();
$command = $process->getMeta()['command_pid'];
posix_kill($process->getPid(), SIGKILL);
check(wait_until(fn () => !$process->isRunning()), 'lost');
$next = $manager->createProcess('exit 6');
$next->setKey('process.again');
check_throws('Bgproc\StateException', fn () => $next->run(), 'a key whose command lives', "/is lost, but its command still runs as pid $command\$/");
check_same('sleep', trim((string) @file_get_contents("/proc/$command/comm")), 'the command is left alone');
posix_kill($command, SIGKILL);
check(wait_until(fn () => !is_alive($command)), 'the command has ended');
$next->run();
check($next->wait(20) && $next->getExitCode() === 6, 'the key is free');

check(wait_until(fn () => ($manager->prune() ?: true) && $manager->listProcesses() === []), 'everything can be pruned');
$left = array_diff(scandir(state_dir()), ['.', '..', '.lock-' . posix_geteuid(), 'err.log']);
check(count(array_filter($left, fn ($name) => $name[0] !== '.')) === 0, 'no files but temporary ones: ' . implode(' ', $left));
foreach (array_diff($left, ['.', '..']) as $name) {
    touch(state_dir() . "/$name", time() - 7200);
}
$manager->prune();
check_same([], array_values(array_diff(scandir(state_dir()), ['.', '..', '.lock-' . posix_geteuid(), 'err.log'])), 'old temporary files are swept');
foreach (leftovers() as $pid) {
    posix_kill($pid, SIGKILL);
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
