--TEST--
Pool::each(): results as they end, under their keys
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$dir = test_dir();
$pool = new Bgproc\Pool(function ($x) use ($dir) {
    if ($x === 'late') { while (!file_exists("$dir/go")) { usleep(1000); clearstatcache(); } }
    return "r$x";
}, ['workers' => 2, 'prefetch' => 0]);
$seen = [];
foreach ($pool->each(['first' => 'late', 'b' => 1, 'c' => 2]) as $key => $value) {
    $seen[] = [$key, $value];
    if (count($seen) === 2) {
        touch("$dir/go");
    }
}
check_same([['b', 'r1'], ['c', 'r2'], ['first', 'rlate']], $seen, 'in the order of their ends');
$object = new stdClass();
$seen = [];
foreach ($pool->each((function () use ($object) { yield $object => 1; yield [1] => 2; yield 1.5 => 3; yield null => 4; yield 'a' => 5; yield 'a' => 6; })()) as $key => $value) {
    $seen[$value] = $key;
}
ksort($seen);
check_same(['r1' => $object, 'r2' => [1], 'r3' => 1.5, 'r4' => null, 'r5' => 'a', 'r6' => 'a'], $seen, 'any keys');
check_same([], iterator_to_array($pool->each([])), 'nothing');
$iterator = $pool->each([1]);
check($iterator instanceof Iterator, 'an iterator');
check_same([true, 0, 'r1'], [$iterator->valid(), $iterator->key(), $iterator->current()], 'its methods without rewind()');
$iterator->next();
check_same([false, null, null], [$iterator->valid(), $iterator->key(), $iterator->current()], 'at the end');
$iterator->next();
check_same(false, $iterator->valid(), 'still');
check_throws(Bgproc\StateException::class, fn () => $iterator->rewind(), 'a second time', '/only once/');
/* Nested, and calls in the loop. */
$seen = [];
foreach ($pool->each([1, 2]) as $a) {
    foreach ($pool->each([3]) as $b) {
        $seen[] = $a . $b . $pool->submit(4)->await();
    }
}
sort($seen);
check_same(['r1r3r4', 'r2r3r4'], $seen, 'nested');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
