--TEST--
Pool: options of each kind are taken
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$given = [
    ['workers' => 1], ['workers' => '2'], ['workers' => 3, 'min_workers' => 1], ['min_workers' => null, 'workers' => 1],
    ['timeout' => 5], ['timeout' => 0.5], ['timeout' => null], ['soft_timeout' => 1], ['soft_timeout' => 1.5, 'timeout' => 2], ['soft_timeout' => null],
    ['max_jobs' => 1], ['max_jobs' => null], ['max_memory' => 1 << 30], ['max_memory' => null], ['max_lifetime' => 100], ['max_lifetime' => 0.5], ['max_lifetime' => null],
    ['jitter' => 0], ['jitter' => 1], ['jitter' => 0.5], ['max_pending' => 1], ['overflow' => 'block'], ['overflow' => 'throw'], ['overflow' => 'drop_oldest'], ['overflow' => 'refuse'],
    ['prefetch' => 0], ['prefetch' => 5], ['prefetch' => null], ['idempotent' => true], ['idempotent' => true, 'retries' => 3], ['idempotent' => false, 'retries' => 0],
    ['serializer' => 'auto'], ['serializer' => 'php'], ['nice' => 0], ['nice' => 5], ['limits' => []], ['limits' => ['cpu' => 100]], ['setup' => null], ['setup' => 'gc_collect_cycles'],
    ['teardown' => fn () => 1], ['teardown' => null], ['close_inherited' => true], ['close_inherited' => false], ['on_output' => null], ['on_output' => fn () => 1], ['title' => null], ['title' => 'my pool'], [],
];
foreach ($given as $options) {
    $pool = new Bgproc\Pool(fn ($x) => $x, $options + ['workers' => 1]);
    check_same('x', $pool->submit('x')->await(20), short($options));
    $pool->close();
}
$pool = new Bgproc\Pool('strlen');
check_same(1, $pool->submit('x')->await(20), 'none at all');
check_same((int) trim(shell_exec('nproc --all')) > 0, count($pool) > 0, 'as many workers as processors');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
