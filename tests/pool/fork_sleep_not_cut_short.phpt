--TEST--
Workers that die do not interrupt what the parent waits for
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
$killer = proc_open(['sh', '-c', 'for p in ' . implode(' ', $pids) . '; do sleep 0.2; kill -9 $p; done'], [], $pipes);
$left = null;
check_seconds(0.999, 5.0, seconds(function () use (&$left) { $left = sleep(1); }), 'sleep(1)');
check_same(0, $left, 'its result');
check_same([], array_filter($pids, 'is_alive'), 'they have died meanwhile');
check_same(0, proc_close($killer), 'exit code of a child of proc_open');
/* A stream that nobody writes to. */
check(drive_until($pool, fn () => !array_intersect($pids, worker_pids($pool))), 'they are replaced');
$pids = pool_ready($pool);
$killer = proc_open(['sh', '-c', 'sleep 0.1; kill -9 ' . implode(' ', $pids)], [], $pipes);
[$one, $two] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$read = [$one];
$null = null;
check_seconds(0.499, 5.0, seconds(function () use (&$read, $null) { check_same(0, stream_select($read, $null, $null, 0, 500000), 'stream_select'); }), 'stream_select');
proc_close($killer);
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
