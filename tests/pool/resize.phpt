--TEST--
Pool::resize(): more workers at once, fewer after their present calls
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => $x === 'slow' ? usleep(200000) : getmypid(), ['workers' => 1]);
$pid = $pool->submit(1)->await();
$pool->resize(4);
check(dispatch_until($pool, fn () => $pool->stats()['idle'] === 4 && count(array_unique(worker_pids($pool))) === 4), 'four');
check(in_array($pid, worker_pids($pool), true), 'the first one stays');
$slow = [];
for ($i = 0; $i < 4; $i++) {
    $slow[] = $pool->submit('slow');
}
$pool->resize(2);
check_same(4, count(Bgproc\Future::all($slow)), 'calls that run end');
check(dispatch_until($pool, fn () => count($pool) === 2), 'two');
check_same(0, $pool->stats()['lost'], 'nothing was lost');
check(is_int($pool->submit(1)->await()), 'they work');
$pool->resize(2);
$pool->resize(1);
check(dispatch_until($pool, fn () => count($pool) === 1), 'one');
$pool->resize(3);
check(dispatch_until($pool, fn () => count($pool) === 3), 'three');
check_same(100, count($pool->map(range(1, 100))), 'they work');
foreach ([0, -1, 1025, PHP_INT_MAX] as $n) {
    check_throws(ValueError::class, fn () => $pool->resize($n), "resize($n)", '/Argument #1 \(\$workers\) must be between 1 and 1024/');
}
check_same(3, count($pool), 'as it was');
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
