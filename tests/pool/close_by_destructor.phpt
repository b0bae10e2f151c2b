--TEST--
The destructor kills at once what runs
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(function () { while (true) { } }, ['workers' => 2]);
$pids = pool_ready($pool);
$futures = [$pool->submit(), $pool->submit(), $pool->submit()];
$pool->dispatch(0.02);
check(is_alive($pids[0]), 'a future that is pending keeps its pool');
foreach ($futures as $future) {
    $future->catch(fn () => null);
}
check_seconds(0, 1.0, seconds(function () use (&$pool, &$futures, &$future) { $pool = $futures = $future = null; gc_collect_cycles(); }), 'seconds');
check(wait_until(fn () => !array_filter($pids, 'is_alive'), at_most(2.0)), 'workers');
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
