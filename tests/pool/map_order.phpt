--TEST--
Pool::map(): results in the order and under the keys of the items, also of generators
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { usleep(random_int(0, 3000)); return "r$x"; }, ['workers' => 3]);
check_same([], $pool->map([]), 'nothing');
check_same(['r1', 'r2', 'r3', 'r4', 'r5', 'r6'], $pool->map([1, 2, 3, 4, 5, 6]), 'a list');
check_same(['x' => 'ra', 5 => 'rb', '' => 'rc', -1 => 'rd'], $pool->map(['x' => 'a', 5 => 'b', '' => 'c', -1 => 'd']), 'keys');
check_same(['b' => 'r1', 'a' => 'r2', 2 => 'r3', 1 => 'r4'], $pool->map(['b' => 1, 'a' => 2, 2 => 3, 1 => 4]), 'the order is that of the items');
check_same(['p' => 'r1', 'q' => 'r2'], $pool->map((function () { yield 'p' => 1; yield 'q' => 2; })()), 'a generator');
check_same(['r1', 'r2'], $pool->map(new ArrayIterator([1, 2])), 'an iterator');
check_same(['r1', 'r2'], $pool->map(new ArrayObject([1, 2])), 'an IteratorAggregate');
check_same(['12' => 'r1'], $pool->map((function () { yield '12' => 1; })()), 'a key that is a number');
$items = range(0, 2999);
$pool = new Bgproc\Pool(fn ($x) => $x * 3, ['workers' => 2]);
check_same(array_map(fn ($x) => $x * 3, $items), $pool->map($items), '3000 items');
$reference = 5;
check_same([15], $pool->map([&$reference]), 'a reference');
check_same(3001, $pool->stats()['completed'], 'completed');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
