--TEST--
Pool::run() and workers: random numbers differ
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

mt_srand(5);
rand();
$draw = fn () => [mt_rand(), rand(), random_int(0, PHP_INT_MAX), lcg_value(), array_rand(range(0, 1000000)), str_shuffle('abcdefghijklmnopqrstuvwxyz'), uniqid('', true)];
$results = Bgproc\Pool::run(...array_fill(0, 4, $draw));
$results[] = $draw();
for ($i = 0; $i < 4; $i++) {
    $pool = new Bgproc\Pool($draw, ['workers' => 1]);
    $results[] = $pool->submit()->await();
}
foreach (array_keys($results[0]) as $i) {
    check_same(9, count(array_unique(array_column($results, $i))), "kind $i");
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
