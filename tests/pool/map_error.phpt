--TEST--
Pool::map() and each() refuse what they cannot take
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
foreach ([1, null, 'text', new stdClass()] as $items) {
    check_throws(TypeError::class, fn () => $pool->map($items), 'map()', '/must be of type Traversable\|array/');
    check_throws(TypeError::class, fn () => $pool->each($items), 'each()', '/must be of type Traversable\|array/');
}
foreach ([[], 1.5, null, new stdClass(), true] as $key) {
    check_throws(TypeError::class, fn () => $pool->map((function () use ($key) { yield 1; yield $key => 1; })()), 'key ' . short($key), '/must have keys of type int\|string/');
}
check_throws(RangeException::class, fn () => $pool->map((function () { yield 1; throw new RangeException('of the generator'); })()), 'a generator that throws', '/of the generator/');
check_throws(Bgproc\PayloadException::class, fn () => $pool->map([1, 2, STDIN]), 'an item that cannot be sent');
check_throws(Bgproc\PayloadException::class, function () use ($pool) { foreach ($pool->each([1, 2, fn () => 1]) as $x) {} }, 'each()');
check_throws(RangeException::class, function () use ($pool) { foreach ($pool->each((function () { yield 1; throw new RangeException('x'); })()) as $x) {} }, 'each(): a generator that throws');
check_throws(Error::class, fn () => $pool->map([1], 'method'), 'a method of a function');
check_same(true, $pool->wait(5), 'nothing hangs');
check_same([7], $pool->map([7]), 'the pool works');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
