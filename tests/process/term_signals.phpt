--TEST--
Every terminating signal is exact: by wait(), by another handle, and in the record
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 7.
 */
require __DIR__ . '/../inc/bgproc.inc';

$not_terminating = [SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH];
$signals = array_merge(array_diff(range(1, 31), $not_terminating), range(34, 64));
$manager = manager(['keep' => 600, 'limits' => ['core' => 0]]);
$processes = [];

foreach ($signals as $signal) {
    $processes[$signal] = $process = $manager->createProcess("kill -$signal \$\$; sleep 300");
    $process->run();
}
foreach ($processes as $signal => $process) {
    if (!check($process->wait(30), "signal $signal: it ends")) {
        continue;
    }
    check_same([null, $signal, Bgproc\State::Failed], [$process->getExitCode(), $process->getTermSignal(), $process->getState()], "signal $signal");
    $other = manager()->loadProcess($process->getKey());
    check_same([null, $signal], [$other->getExitCode(), $other->getTermSignal()], "signal $signal, another handle");
    $record = record($process);
    check_same([null, $signal, 'failed', false], [$record['exit_code'], $record['signal'], $record['state'], $record['core_dumped']], "signal $signal, the record");
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
