--TEST--
Closing an idle pool takes no time
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$before = open_descriptors();
foreach (['close' => fn (&$pool) => $pool->close(), 'destructor' => function (&$pool) { $pool = null; }] as $name => $end) {
    $pool = new Bgproc\Pool(fn () => 1, ['workers' => 4]);
    $pids = pool_ready($pool);
    $pids[] = zygote_of($pids[0]);
    check_seconds(0, 0.5, seconds(function () use (&$pool, $end) { $end($pool); }), "seconds of $name");
    check_same([], array_filter($pids, 'is_alive'), "processes after $name");
    $pool = null;
    /* At once after the construction. */
    $pool = new Bgproc\Pool(fn () => 1, ['workers' => 4]);
    check_seconds(0, 0.5, seconds(function () use (&$pool, $end) { $end($pool); }), "seconds of an early $name");
    $pool = null;
}
check_same($before, open_descriptors(), 'descriptors');
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
