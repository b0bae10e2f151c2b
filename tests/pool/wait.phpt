--TEST--
Pool::wait(): true when nothing is pending or running, false when the time is up
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$go = test_dir() . '/go';
$pool = new Bgproc\Pool(function ($x) use ($go) { while (!file_exists($go)) { usleep(1000); clearstatcache(); } return $x; }, ['workers' => 2]);
check_seconds(0, 1, seconds(fn () => check_same(true, $pool->wait(), 'nothing to wait for')), 'at once');
$futures = [$pool->submit(1), $pool->submit(2), $pool->submit(3), $pool->submit(4)];
check_seconds(0.05, 2, seconds(fn () => check_same(false, $pool->wait(0.05), 'not within')), 'its time');
check_same(false, $pool->wait(0), 'without time');
touch($go);
check_same(true, $pool->wait(20), 'all have ended');
check_same([true, 0, 0], [$pool->isIdle(), $pool->pending(), $pool->running()], 'idle');
check_same([1, 2, 3, 4], array_map(fn ($f) => $f->await(0), $futures), 'the results are there');
check_same(true, $pool->wait(0), 'again');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
