--TEST--
The time of a call begins when it runs, not while it waits for a worker or in one
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn ($n) => usleep(100000) ?? $n, ['workers' => 1, 'timeout' => 0.4, 'prefetch' => 8]);
check_same(range(1, 8), $pool->map(range(1, 8)), 'together they take twice the timeout');
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
