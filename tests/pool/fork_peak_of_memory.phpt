--TEST--
The peak of memory of the parent is not that of its workers
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../inc/bgproc.inc';
if (under_sanitizers() || under_valgrind()) {
    die('skip a peak of memory needs the allocator of PHP');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$large = str_repeat('x', 64 << 20);
unset($large);
$pool = new Bgproc\Pool(fn () => memory_get_peak_usage(true), ['workers' => 1]);
check(memory_get_peak_usage(true) > 64 << 20, 'here');
$peak = outcome($pool->submit());
check($peak < 32 << 20, "in a worker: $peak");
$pool->close();
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
