--TEST--
Pool: calls are handed out in the order in which they were made
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { static $n = 0; return [$n++, $x]; }, ['workers' => 1]);
$futures = array_map(fn ($i) => $pool->submit($i), range(0, 499));
$results = Bgproc\Future::all($futures);
check_same(range(0, 499), array_column($results, 0), 'the order');
check_same(range(0, 499), array_column($results, 1), 'the values');
check_same(range(1, 500), array_map(fn ($f) => $f->id, $futures), 'the ids');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
