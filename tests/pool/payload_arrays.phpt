--TEST--
Pool: arrays of each kind travel exactly
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$holes = [1, 2, 3, 4];
unset($holes[1], $holes[3]);
$next = [1, 2, 3];
unset($next[2]);
$deep = 1;
for ($i = 0; $i < 500; $i++) {
    $deep = [$deep];
}
$arrays = [
    'empty' => [],
    'packed' => [1, 2, 3],
    'holes' => $holes,
    'keys from 5' => [5 => 'a', 6 => 'b'],
    'negative keys' => [-5 => 'a', 0 => 'b', -1 => 'c'],
    'extreme keys' => [PHP_INT_MAX => 1, PHP_INT_MIN => 2],
    'other order' => [2 => 'c', 1 => 'b', 0 => 'a'],
    'string keys' => ['a' => 1, '' => 2, "\0" => 3, "\xff" => 4, '01' => 5, '-0' => 6, '1.5' => 7],
    'mixed keys' => ['a', 'k' => 'b', 'c'],
    'nested' => [[1, [2, [3, []]]], 'k' => ['k' => ['k' => null]]],
    'scalars' => [null, true, false, 1, 1.5, 'text', -0.0],
    'long' => range(1, 20000),
    'long texts' => array_fill(0, 1000, str_repeat('x', 500)),
    'long map' => array_combine(array_map(fn ($i) => "key $i", range(1, 5000)), range(1, 5000)),
    '500 levels' => $deep,
];
foreach ($arrays as $name => $array) {
    check_same($array, $pool->submit($array)->await(), $name);
    check_same([$array, $array], $pool->submit([$array, $array])->await(), "$name, twice");
}
check_same(array_values($arrays), array_values($pool->map($arrays)), 'all by map()');
$back = $pool->submit($next)->await();
$back[] = 'appended';
check_same([1, 2, 'appended'], array_values($back), 'it can be appended to');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
