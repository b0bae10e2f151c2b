--TEST--
Idle workers that are killed are replaced, also while no call comes
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn () => getmypid(), ['workers' => 3]);
foreach ([1, 2, 3] as $n) {
    outcome($pool->submit());
}
$pids = pool_ready($pool);
foreach ($pids as $pid) {
    posix_kill($pid, SIGKILL);
}
check(drive_until($pool, fn () => $pool->count() === 3 && !array_intersect($pids, worker_pids($pool))), 'three new ones');
foreach (pool_ready($pool) as $pid) {
    check(is_alive($pid), "$pid lives");
}
check(is_int(outcome($pool->submit())), 'it works');
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
