--TEST--
Future: a handler that returns a future of another pool
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$a = new Bgproc\Pool(fn ($x) => "a$x", ['workers' => 1]);
$b = new Bgproc\Pool(function ($x) { usleep(20000); return "b$x"; }, ['workers' => 1]);
check_same('ba1', $a->submit(1)->then(fn ($x) => $b->submit($x))->await(5), 'await()');
check_same(['k' => 'ba2'], Bgproc\Future::all(['k' => $a->submit(2)->then(fn ($x) => $b->submit($x))], 5), 'all()');
check_same('ba3', Bgproc\Future::any([$a->submit(3)->then(fn ($x) => $b->submit($x))]), 'any()');
check_same('aba4', $a->submit(4)->then(fn ($x) => $b->submit($x)->then(fn ($x) => $a->submit($x)))->await(5), 'and back');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
