--TEST--
A supervisor is small, sleeps while its command runs, and bears with signals
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 30 (memory and wake-ups) and 20 (signals).
 */
require __DIR__ . '/../inc/bgproc.inc';

$processes = [];
for ($i = 0; $i < 20; $i++) {
    $processes[] = start(['sleep', '300'], ['confirm' => true, 'keep' => 600, 'timeout' => 1000, 'capture_output' => true]);
}
foreach ($processes as $process) {
    check(wait_until(fn () => record($process)['state'] === 'running'), 'it runs');
}
$switches = function () use ($processes): array {
    return array_map(fn ($process) => proc_status($process->getPid())['voluntary_ctxt_switches'], $processes);
};
/* The record says "running" a moment before the supervisor goes to sleep: from some half second on there is none. */
check(wait_until(function () use ($processes, $switches) {
    $before = $switches();
    $processes[0]->wait(0.5);
    return $before === $switches();
}, 10), 'no wake-up of 20 supervisors in half a second');

$pss = $private = 0;
foreach ($processes as $process) {
    $text = file_get_contents("/proc/{$process->getPid()}/smaps_rollup");
    preg_match('/^Pss:\s+(\d+)/m', $text, $p);
    preg_match_all('/^Private_\w+:\s+(\d+)/m', $text, $all);
    $pss += $p[1];
    $private += array_sum($all[1]);
}
/* A build with a sanitizer carries its shadow memory. */
if (!str_contains(file_get_contents("/proc/{$processes[0]->getPid()}/maps"), 'asan')) {
    check_between(1, 200, $pss / 20, 'PSS of one supervisor (KiB)');
    check_between(1, 400, $private / 20, 'private memory of one supervisor (KiB)');
}
foreach ($processes as $process) {
    check($process->stop(1), 'stop');
}

/* 5,000 signals at a supervisor whose command writes all the time: no byte and no outcome is lost. */
$process = start('i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i + 1)); done; exit 18', ['capture_output' => true, 'output_limit' => 10000000, 'keep' => 600, 'confirm' => true]);
$pid = $process->getPid();
for ($i = 0; $i < 5000 && $process->isRunning(); $i++) {
    posix_kill($pid, [SIGCHLD, SIGCONT, SIGWINCH, SIGURG, SIGPIPE][$i % 5]);
}
check($process->wait(30), 'it ends');
check_same([18, Bgproc\State::Failed], [$process->getExitCode(), $process->getState()], 'outcome');
check($process->getOutput() === implode('', array_map(fn ($i) => "line $i\n", range(0, 19999))), 'output');
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
