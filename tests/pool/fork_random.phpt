--TEST--
Workers have random numbers of their own, and those of the parent go on undisturbed
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

mt_srand(5);
$expected = [mt_rand(), mt_rand(), mt_rand()];
mt_srand(5);
lcg_value();
check_same($expected[0], mt_rand(), 'first');
$pool = new Bgproc\Pool(fn () => usleep(50000) ?? [mt_rand(), rand(), lcg_value(), random_int(0, PHP_INT_MAX), implode(',', array_rand(range(0, 999), 20))],
    ['workers' => 3, 'prefetch' => 1]);
$rows = [...$pool->map([1, 2, 3]), [mt_rand(), rand(), lcg_value(), random_int(0, PHP_INT_MAX), implode(',', array_rand(range(0, 999), 20))]];
check_same($expected[1], $rows[3][0], 'second');
check_same($expected[2] >> 1 << 1, ($rows[3][1] | 1) === ($expected[2] | 1) ? $expected[2] >> 1 << 1 : $rows[3][1], 'third');
foreach (['mt_rand', 'rand', 'lcg_value', 'random_int', 'array_rand'] as $i => $name) {
    check_same(4, count(array_unique(array_column($rows, $i))), "$name differs in three workers and here");
}
/* Also in those that come later. */
$before = array_column($rows, 0);
$pids = pool_ready($pool);
$pool->reload();
drive_until($pool, fn () => !array_intersect($pids, worker_pids($pool)));
check_same([], array_intersect($before, array_column($pool->map([1, 2, 3]), 0)), 'others after a reload');
$pool->close();
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
