--TEST--
Pool: "max_jobs" replaces a worker after that many calls, and no call is lost
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => [getmypid(), $x], ['workers' => 1, 'max_jobs' => 3, 'jitter' => 0]);
$results = $pool->map(range(1, 12));
check_same(range(1, 12), array_column($results, 1), 'each has its result');
$calls = array_count_values(array_column($results, 0));
check_same([3, 3, 3, 3], array_values($calls), 'three each');
check_same(0, $pool->stats()['lost'], 'none was lost');
$pool = new Bgproc\Pool(function ($n) { static $kept = ''; $kept .= str_repeat('x', $n); return getmypid(); }, ['workers' => 1, 'max_memory' => 20 << 20, 'jitter' => 0]);
$a = $pool->submit(1)->await();
check_same($a, $pool->submit(1)->await(), 'a small worker stays');
check_same($a, $pool->submit(40 << 20)->await(), 'it grows');
check($a !== $pool->submit(1)->await(), 'and is replaced');
$pool = new Bgproc\Pool('getmypid', ['workers' => 1, 'max_lifetime' => 0.2, 'jitter' => 0]);
$a = $pool->submit()->await();
check(wait_until(fn () => $pool->submit()->await() !== $a, 5), '"max_lifetime"');
check_same(0, $pool->stats()['lost'], 'none was lost');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
