--TEST--
Pool::map(): of items with the same key the last one is in the result, and nothing is leaked
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => str_repeat($x, 100000), ['workers' => 1]);
$items = function () { yield 'a' => 'x'; yield 'b' => 'y'; yield 'a' => 'z'; };
$results = $pool->map($items());
check_same(['a', 'b'], array_keys($results), 'keys');
check_same(['z', 'y'], array_map(fn ($x) => $x[0], array_values($results)), 'the last ones');
$results = null;
$before = memory_get_usage();
for ($i = 0; $i < 30; $i++) {
    $pool->map($items());
}
check_between(-1e6, 5e5, memory_get_usage() - $before, 'memory that is left');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
