--TEST--
Pool: map() and each() wait for room, whatever "overflow" is
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

foreach (['block', 'throw', 'drop_oldest', 'refuse'] as $overflow) {
    $pool = new Bgproc\Pool(function ($x) { usleep(500); return $x; }, ['workers' => 2, 'max_pending' => 2, 'overflow' => $overflow]);
    check_same(range(1, 60), $pool->map(range(1, 60)), "map(), $overflow");
    $seen = iterator_to_array($pool->each(range(1, 60)));
    ksort($seen);
    check_same(range(1, 60), $seen, "each(), $overflow");
    check_same(120, $pool->stats()['completed'], "$overflow: none was dropped");
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
