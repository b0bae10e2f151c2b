--TEST--
Pool: "overflow" => "block" waits for room
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { usleep(2000); return $x; }, ['workers' => 2, 'max_pending' => 3, 'prefetch' => 0]);
$most = 0;
$futures = [];
for ($i = 0; $i < 40; $i++) {
    $futures[] = $pool->submit($i);
    $most = max($most, $pool->pending());
}
check($most <= 3, "at most 3 wait: $most");
check_same(range(0, 39), Bgproc\Future::all($futures), 'each has its result');
check_same(range(0, 99), $pool->map(range(0, 99)), 'map() too');
$handled = 0;
$pool->onReturn(function () use (&$handled, $pool) { if (++$handled <= 5) { $pool->submit("more $handled"); } });
for ($i = 0; $i < 20; $i++) {
    $pool->submit($i);
}
check_same(true, $pool->wait(20), 'handlers that call while there is no room');
check_same(25, $handled, 'all');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
