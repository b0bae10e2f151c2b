--TEST--
examples/pool_object.php does what it says
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$script = __DIR__ . '/../../examples/pool_object.php';
$output = test_dir() . '/output';
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
--EXPECT--
item 0: 30
item 1: 480
item 2: unknown
total: 530
===DONE===
