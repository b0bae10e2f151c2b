--TEST--
capture_output: both outputs, every byte value, readable while it runs, by any handle, and when the record is gone
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 26 (bytes), parity A12 (stdout lost).
 */
require __DIR__ . '/../inc/bgproc.inc';

$bytes = implode('', array_map('chr', range(0, 255)));
$file = write_file('bytes', str_repeat($bytes, 100));

foreach ([0, 600] as $keep) {
    $options = ['capture_output' => true, 'keep' => $keep];
    $process = start("cat $file; cat $file >&2", $options);
    $process->wait();
    check(str_repeat($bytes, 100) === $process->getOutput(), "stdout, keep $keep");
    check(str_repeat($bytes, 100) === $process->getErrorOutput(), "stderr, keep $keep");
    $other = manager()->loadProcess($process->getKey());
    if ($keep) {
        check(str_repeat($bytes, 100) === $other->getOutput(), 'stdout, another handle');
        check(str_repeat($bytes, 100) === $other->getErrorOutput(), 'stderr, another handle');
        check_same([0600, 0600], [fileperms(state_dir() . "/{$process->getKey()}.out") & 07777, fileperms(state_dir() . "/{$process->getKey()}.err") & 07777], 'modes');
    } else {
        check_same(null, $other, 'no record');
        check_same([], glob(state_dir() . "/{$process->getKey()}*"), 'no files');
    }
    check_same([0, 0], [$process->getMeta()['stdout_dropped'], $process->getMeta()['stderr_dropped']], 'nothing dropped');

    /* While it runs. */
    $go = test_dir() . "/go$keep";
    $process = start("echo first; echo error >&2; while [ ! -e $go ]; do sleep 0.01; done; echo second", $options);
    $other = manager()->loadProcess($process->getKey());
    check(wait_until(fn () => $process->getOutput() === "first\n" && $process->getErrorOutput() === "error\n"), 'while it runs');
    check(wait_until(fn () => $other->getOutput() === "first\n" && $other->getErrorOutput() === "error\n"), 'while it runs, another handle');
    touch($go);
    $process->wait();
    check_same("first\nsecond\n", $process->getOutput(), 'all of it');
}

/* No output at all. */
$process = start('true', ['capture_output' => true]);
check_same('', $process->getOutput(), 'nothing yet');
$process->wait();
check_same(['', ''], [$process->getOutput(), $process->getErrorOutput()], 'nothing');

/* Without capture: stdout is nowhere, the tail of stderr is known to the starter. */
$process = start('echo out; echo oops >&2; exit 1', ['keep' => 600]);
$process->wait();
check_same("oops\n", $process->getErrorOutput(), 'stderr without capture');
check_throws('Bgproc\StateException', fn () => $process->getOutput(), 'stdout without capture', '/capture_output/');
$process = start('i=0; while [ $i -lt 20000 ]; do echo line $i >&2; i=$((i + 1)); done; exit 1');
$process->wait();
$all = implode('', array_map(fn ($i) => "line $i\n", range(0, 19999)));
$tail = $process->getErrorOutput();
check(strlen($tail) === 32768 && str_ends_with($all, $tail), 'the last 32 KiB: ' . strlen($tail));

/* A grandchild that holds stdout does not hold up the end of the process. */
$process = start('sleep 5 & echo done', ['capture_output' => true, 'keep' => 600]);
check_seconds(0, 1, seconds(fn () => check($process->wait(20), 'it ends')), 'a grandchild holds stdout');
check_same(["done\n", 0], [$process->getOutput(), $process->getExitCode()], 'a grandchild holds stdout');
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
