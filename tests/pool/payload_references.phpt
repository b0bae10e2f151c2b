--TEST--
Pool: references in arrays, and arrays that contain themselves
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { return $x; }, ['workers' => 1]);
$writer = new Bgproc\Pool(function ($x) { $x['a'] = 'written'; return $x; }, ['workers' => 1]);

$v = 'value';
$refs = ['a' => &$v, 'b' => &$v, 'c' => 'value'];
$back = $writer->submit($refs)->await();
check_same(['written', 'written', 'value'], array_values($back), 'a reference is one in the worker');
$back['a'] = 'again';
check_same('again', $back['b'], 'and in the result');
check_same('value', $v, 'and another one than here');

$packed = [&$v, 1, 2];
check_same(['value', 1, 2], $pool->submit($packed)->await(), 'a packed array with a reference');

$loop = ['name' => 'loop'];
$loop['self'] = &$loop;
$back = $pool->submit($loop)->await();
check_same('loop', $back['name'], 'an array that contains itself');
check_same('loop', $back['self']['self']['self']['self']['name'], 'it still does');

$a = ['a']; $b = ['b'];
$a['b'] = &$b; $b['a'] = &$a;
$back = $pool->submit($a)->await();
check_same(['b', 'a', 'b'], [$back['b'][0], $back['b']['a'][0], $back['b']['a']['b'][0]], 'two that contain each other');

$object = new stdClass();
$object->list = [&$object->list2, $object];
$object->list2 = 'x';
$back = $pool->submit($object)->await();
check($back->list[1] === $back, 'an object in its own array');
$back->list2 = 'y';
check_same('y', $back->list[0], 'a reference to a property');

$shared = new stdClass();
$back = $pool->submit([$shared, [$shared], 'k' => $shared])->await();
check($back[0] === $back['k'] && $back[1][0] === $back[0], 'one object several times');
unset($loop['self'], $a['b'], $b['a'], $back);

/* A result that contains itself, and that nothing else in the worker holds. */
$pool = new Bgproc\Pool(function (int $level) {
    $array = [1];
    $array['self'] = &$array;
    return [$array, ['x' => $array]][$level];
}, ['workers' => 1]);
$result = $pool->submit(0)->await(20);
check_same([1, 1, 1], [$result[0], $result['self'][0], $result['self']['self']['self'][0]], 'it contains itself');
$result['self'][0] = 2;
check_same(2, $result['self']['self'][0], 'by reference');
check_same(1, $pool->submit(1)->await(20)['x']['self']['self'][0], 'further in');
$pool->close();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
