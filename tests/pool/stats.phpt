--TEST--
Pool::stats(), count(), pending(), running() and isIdle()
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function execute($x) { if ($x === 'bad') { throw new DomainException('bad'); } if ($x === 'exit') { exit(1); } if ($x === 'slow') { sleep(100); } if ($x === 'nap') { usleep(20000); } return $x; }
}
$pool = new Bgproc\Pool(new Worker(), ['workers' => 2, 'timeout' => 0.3]);
$names = ['workers', 'idle', 'busy', 'pending', 'completed', 'failed', 'timed_out', 'lost', 'respawned', 'bytes_sent', 'bytes_received', 'call_seconds', 'usage', 'processes'];
$stats = $pool->stats();
check_same($names, array_keys($stats), 'names');
check_same([0, 0, 0, 0, 0, 0], [$stats['completed'], $stats['failed'], $stats['timed_out'], $stats['lost'], $stats['respawned'], $stats['pending']], 'at first');
check_same(['mean' => null, 'p50' => null, 'p99' => null], $stats['call_seconds'], 'no calls yet');
check_same(['user_time' => 0.0, 'system_time' => 0.0, 'max_rss' => 0], $stats['usage'], 'no worker has ended');
check_same([true, 0, 0], [$pool->isIdle(), $pool->pending(), $pool->running()], 'idle');
$pool->map(['a', 'b', 'nap', 'nap']);
foreach (['bad', 'exit', 'slow'] as $x) {
    $f = $pool->submit($x);
    check_same(false, $pool->isIdle(), 'not idle');
    check_throws(Throwable::class, fn () => $f->await(), $x);
}
$pool->map(range(1, 10));
check(dispatch_until($pool, fn () => count($pool) === 2 && $pool->stats()['idle'] === 2), 'two workers again');
$stats = $pool->stats();
check_same([14, 1, 1, 1, 2], [$stats['completed'], $stats['failed'], $stats['timed_out'], $stats['lost'], $stats['respawned']], 'counts');
check_same([2, 2, 0, 0], [$stats['workers'], $stats['idle'], $stats['busy'], $stats['pending']], 'workers');
check_same(2, $pool->count(), 'count()');
check($stats['bytes_sent'] > 17 && $stats['bytes_received'] > 15, 'bytes');
check_between(0.001, 1, $stats['call_seconds']['mean'], 'mean');
check_between(0, 0.02, $stats['call_seconds']['p50'], 'p50');
check_between(0.01, 1, $stats['call_seconds']['p99'], 'p99');
check_between(0.000001, 10, $stats['usage']['user_time'] + $stats['usage']['system_time'], 'processor time of two workers');
check_between(1 << 20, under_sanitizers() ? 8 << 30 : 1 << 30, $stats['usage']['max_rss'], 'memory of the larger one');
check_same(2, count($stats['processes']), 'one row for each worker');
foreach ((new Bgproc\Pool('strlen', ['workers' => 1]))->stats()['processes'] as $row) {
    check_same(['starting', 0], [$row['state'], $row['calls']], 'a worker that starts');
    check($row['pid'] > 1, 'its pid');
}
foreach ($stats['processes'] as $row) {
    check_same(['pid', 'state', 'calls', 'busy_seconds', 'age'], array_keys($row), 'names of a row');
    check_same(['idle', true, true], [$row['state'], is_alive($row['pid']), is_int($row['calls'])], 'a row');
    check_between(0, 10, $row['busy_seconds'], 'busy');
    check_between($row['busy_seconds'], 20, $row['age'], 'age');
}
$before = $stats['usage'];
$pool->close();
$stats = $pool->stats();
check($stats['usage']['system_time'] + $stats['usage']['user_time'] > $before['system_time'] + $before['user_time'], 'the others');
check_same([0, 0, 0, 14], [$stats['workers'], $stats['idle'], count($stats['processes']), $stats['completed']], 'after close()');
check_same([0, 0, 0, true], [count($pool), $pool->pending(), $pool->running(), $pool->isIdle()], 'after close()');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
