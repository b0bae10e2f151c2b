--TEST--
Pool::map(): a future that onReturn() has kept has its result
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => "result $x", ['workers' => 1]);
$kept = [];
$pool->onReturn(function ($result, $future) use (&$kept) { $kept[] = $future; });
check_same(['result 1', 'result 2'], $pool->map([1, 2]), 'map()');
check_same(['result 1', 'result 2'], array_map(fn ($f) => $f->await(), $kept), 'the futures');
check_same('result 2!', $kept[1]->then(fn ($x) => "$x!")->await(), 'then()');
$kept = [];
check_same(['result 3'], iterator_to_array($pool->each([3])), 'each()');
check_same(['result 3'], array_map(fn ($f) => $f->await(), $kept), 'the future');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
