--TEST--
keep: nothing stays without it, and with it the record stays for its seconds
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Parity A5: no special files after the end, unless kept.
 */
require __DIR__ . '/../inc/bgproc.inc';

function files(BackgroundProcess $process): array
{
    return array_map(fn ($file) => substr($file, strlen(state_dir() . '/' . $process->getKey())), glob(state_dir() . '/' . $process->getKey() . '*'));
}

/* The default: gone at the end; the starter knows the outcome all the same. */
$go = test_dir() . '/go first';
$process = start("echo out; while [ ! -e '$go' ]; do sleep 0.01; done; exit 3", ['capture_output' => true]);
check_same(['.err', '.json', '.out'], files($process), 'while it runs');
touch($go);
$process->wait();
check_same([[], null], [files($process), manager()->loadProcess($process->getKey())], 'at the end');
check_same([3, Bgproc\State::Failed, "out\n"], [$process->getExitCode(), $process->getState(), $process->getOutput()], 'outcome without a record');
check_same(['failed', 3], [$process->getMeta()['state'], $process->getMeta()['exit_code']], 'meta data without a record');

/* Another handle that waits learns it too. */
$go = test_dir() . '/go';
$process = start("while [ ! -e $go ]; do sleep 0.01; done; exit 4");
$other = manager()->loadProcess($process->getKey());
$pid = pcntl_fork();
if ($pid === 0) {
    usleep(50000);
    touch($go);
    posix_kill(getmypid(), SIGKILL);
}
check_same([true, 4, Bgproc\State::Failed], [$other->wait(20), $other->getExitCode(), $other->getState()], 'another handle, without a record');
pcntl_waitpid($pid, $status);

/* The option, the default of the manager, the INI entry. */
ini_set('bgproc.keep', '600');
$process = start('exit 3');
$process->wait();
check_same([['.json'], 600], [files($process), record($process)['keep']], 'INI bgproc.keep');
$process = start('exit 3', ['keep' => 0]);
$process->wait();
check_same([], files($process), 'the option goes before');
ini_restore('bgproc.keep');
$process = start('exit 3', [], manager(['keep' => 500]));
$process->wait();
check_same([['.json'], 500], [files($process), record($process)['keep']], 'the default of the manager');

/* Expiry: it is there for its time, then readers remove it with its files. */
$process = start('exit 5', ['keep' => 1, 'capture_output' => true]);
$process->wait();
$ended = $process->getMeta()['ended_us'] / 1e6;
$seen = manager()->loadProcess($process->getKey());
check($seen !== null || microtime(true) > $ended + 1, 'it is there');
check(wait_until(fn () => manager()->loadProcess($process->getKey()) === null), 'it expires');
check(microtime(true) >= $ended + 1, 'not too early');
check_same([], files($process), 'with its files');
check_same([5, Bgproc\State::Failed], [$process->getExitCode(), $process->getState()], 'the starter still knows');

/* The list expires them too. */
$process = start('exit 5', ['keep' => 1]);
$process->wait();
$listed = fn () => in_array($process->getKey(), array_map(fn ($p) => $p->getKey(), manager()->listProcesses()), true);
check(wait_until(fn () => !$listed()), 'the list forgets it');
check_same([], files($process), 'with its files');

/* A running process never expires. */
$process = start(['sleep', '300'], ['keep' => 1, 'confirm' => true]);
check(wait_until(fn () => record($process)['state'] === 'running'), 'the record says so');
rewrite_record($process, ['created_us' => record($process)['created_us'] - 3600 * 1000000]);
check_same(true, manager()->loadProcess($process->getKey())->isRunning(), 'started an hour ago');
$process->stop();
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
