--TEST--
examples/timeout_and_errors.php does what it says
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$script = __DIR__ . '/../../examples/timeout_and_errors.php';
$output = test_dir() . '/output';
/* A directory of PATH that this user may not enter would make "not found" a "permission denied". */
putenv('PATH=/usr/bin:/bin');
$process = proc_open([...php_words(['bgproc.working_directory' => state_dir()]), $script],
    [['file', '/dev/null', 'r'], ['file', $output, 'w'], ['file', $output, 'a']], $pipes);
check(wait_until(function () use ($process, &$status) {
    $status = proc_get_status($process);
    return !$status['running'];
}, 60.0), 'it ends');
check_same(0, $status['exitcode'], 'exit code');
echo file_get_contents($output);
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECTF--
Cannot execute no-such-program, not found in PATH (/usr/bin:/bin): No such file or directory
Option "timeout" must be a number of seconds greater than 0 and at most 1000000000, or null, int -1 given
timed_out, exit code NULL, signal 15
failed, exit code 7: cannot find the moon
error log:
    Timed out
    cannot find the moon
===DONE===
