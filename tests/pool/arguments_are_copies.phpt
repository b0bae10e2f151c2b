--TEST--
Pool: arguments and results are copies
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Box { public $v = 1; public ?Box $other = null; }

$pool = new Bgproc\Pool(function (Box $a, Box $b) { $a->v++; return [$a, $b, $a === $b]; }, ['workers' => 1]);
$box = new Box();
[$a, $b, $same] = $pool->submit($box, $box)->await();
check_same([true, true], [$same, $a === $b], 'one object in two arguments is one in the worker, and one in the result');
check_same([1, 2], [$box->v, $a->v], 'a copy');
[$a, $b, $same] = $pool->submit($box, new Box())->await();
check_same([false, false], [$same, $a === $b], 'two are two');
$x = new Box(); $y = new Box(); $x->other = $y; $y->other = $x;
[$a, $b] = $pool->submit($x, $y)->await();
check($a->other === $b && $b->other === $a, 'circles of objects');

$lines = [];
$on_output = function (int $pid, string $line) use (&$lines) { $lines[] = $line; };
$pool = new Bgproc\Pool(function (&$x) { $x = 5; return $x; }, ['workers' => 1, 'on_output' => $on_output]);
$v = 1;
check_same(5, $pool->submit($v)->await(), 'a parameter by reference');
check_same(1, $v, 'is not changed here');
$pool->close();
check((bool) preg_match('/must be passed by reference, value given/', implode($lines)), 'PHP warns of it in the worker');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
