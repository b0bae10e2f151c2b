--TEST--
The command starts with no signal blocked and none ignored, whatever the caller did
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 5, all signals together (one at a time is a test in C).
 */
require __DIR__ . '/../inc/bgproc.inc';

$all = array_diff(range(1, 64), [SIGKILL, SIGSTOP, 32, 33]);
foreach ($all as $signal) {
    pcntl_signal($signal, SIG_IGN);
}
pcntl_sigprocmask(SIG_BLOCK, $all, $old);
$mine = proc_status();
check($mine['SigBlk'] !== '0000000000000000' && $mine['SigIgn'] !== '0000000000000000', 'the caller blocks and ignores');

$file = test_dir() . '/status';
$direct = start(['/bin/cat', '/proc/self/status'], ['stdout' => $file]);
$direct->wait();
$seen = [];
foreach (explode("\n", file_get_contents($file)) as $line) {
    [$name, $value] = explode(':', $line . ':');
    $seen[$name] = trim($value);
}
foreach (['SigBlk', 'SigIgn', 'SigPnd', 'ShdPnd'] as $name) {
    check_same('0000000000000000', $seen[$name], $name);
}
check_same(0, $direct->getExitCode(), 'exit code');

/* So a broken pipe ends what writes into it, as everywhere (in children of PHP's own functions it does not). */
$process = start('(while :; do echo y; done; echo $? > ' . escapeshellarg(test_dir() . '/survived') . ') | head -n 1', ['keep' => 60]);
check($process->wait(20), 'a pipe whose reader has gone ends');
check(!file_exists(test_dir() . '/survived'), 'SIGPIPE kills');

/* And SIGTERM stops it, although it is blocked and ignored in the caller. */
$process = start(['sleep', '300'], ['confirm' => true]);
check_between(0, 5, seconds(fn () => check($process->stop(30), 'stop')), 'stop with SIGTERM is at once');
check_same(SIGTERM, $process->getTermSignal(), 'signal');

/* The caller's own state is what it was. */
foreach (['SigBlk', 'SigIgn'] as $name) {
    check_same($mine[$name], proc_status()[$name], "the caller's $name afterwards");
}
pcntl_sigprocmask(SIG_SETMASK, $old);
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
