--TEST--
Pool: several pools at once, and a pool in a worker
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\Pool;

$pools = [];
for ($i = 0; $i < 12; $i++) {
    $pools[] = new Pool(fn ($x) => [$i, $x], ['workers' => 1]);
}
foreach ($pools as $i => $pool) {
    $futures[] = $pool->submit("x$i");
}
foreach (Bgproc\Future::all($futures, 20) as $i => $result) {
    check_same([$i, "x$i"], $result, "pool $i");
}
$futures = $pools = $pool = null;
$pool = new Pool(function ($x) { $inner = new Pool(fn ($y) => $y * 2, ['workers' => 2]); return $inner->map($x); }, ['workers' => 1]);
check_same([2, 4, 6], $pool->submit([1, 2, 3])->await(20), 'a pool in a worker');
check_same([2], $pool->submit([1])->await(20), 'again');
$pool->close();
/* A pool of the parent is none of its worker's. */
$outer = new Pool('strlen', ['workers' => 1]);
$outer->submit('x')->await();
$pool = new Pool(fn () => $outer->submit('abc')->await(5), ['workers' => 1]);
failure($pool->submit(), Bgproc\StateException::class, 'the pool of the parent', '/belongs to the process/');
check_same(4, $outer->submit('four')->await(), 'it works here');
$outer = $pool = null;
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
