--TEST--
listProcesses() with a state reads each record once, as without one
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
if (@file_get_contents('/proc/self/io') === false) {
    die('skip the kernel does not count system calls');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

const COUNT = 20;

/* The calls of read() that this process makes meanwhile. */
function reads(callable $what): int
{
    $count = fn (): int => (int) preg_replace('/.*^syscr: (\d+).*/ms', '$1', file_get_contents('/proc/self/io'));
    $before = $count();
    $what();
    return $count() - $before;
}

$manager = manager(['keep' => 600]);
for ($i = 0; $i < COUNT; $i++) {
    start(['sleep', '300'], ['confirm' => true], $manager);
}

/* What is loaded and found out once. */
$manager->listProcesses(['state' => 'running']);

$found = 0;
$all = reads(function () use ($manager, &$found) { $found = count($manager->listProcesses()); });
check_same(COUNT, $found, 'without a state');
$running = reads(function () use ($manager, &$found) { $found = count($manager->listProcesses(['state' => 'running'])); });
check_same(COUNT, $found, 'with a state');
check_between(COUNT, COUNT * 1.5, $all, 'reads without a state');
check_between(COUNT, COUNT * 1.5, $running, 'reads with a state');
$manager->stopAll(1);
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
