--TEST--
prune() removes the record of a lost process also when it is itself the first to notice
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * The end of a lost process is the moment when the loss is noticed: later than the beginning of the call that notices.
 */
require __DIR__ . '/../inc/bgproc.inc';

$process = start(['sleep', '300'], ['confirm' => true]);
$pids = [$process->getPid(), $process->getMeta()['command_pid']];
foreach ($pids as $pid) {
    posix_kill($pid, SIGKILL);
}
check(wait_until(fn () => array_filter($pids, 'is_alive') === []), 'both are dead');
check_same(1, manager()->prune(), 'prune()');
check_same([], manager()->listProcesses(), 'nothing is left');
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
