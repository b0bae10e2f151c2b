--TEST--
Pool and Future: constructed twice or not at all, cloned, serialized, extended
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\{Future, Pool};

$pool = new Pool('strlen', ['workers' => 1]);
$future = $pool->submit('abc');
check_throws(Error::class, fn () => $pool->__construct('strlen'), 'twice', '/constructor of Bgproc\\\\Pool was called already/');
check_throws(Error::class, fn () => new Future(), 'a future by new', '/private/');
check_throws(Error::class, fn () => clone $pool, 'clone of a pool', '/uncloneable object of class Bgproc\\\\Pool/');
check_throws(Error::class, fn () => clone $future, 'clone of a future', '/uncloneable object of class Bgproc\\\\Future/');
foreach ([$pool, $future, $pool->each([])] as $object) {
    check_throws(Exception::class, fn () => serialize($object), 'serialize()', '/Serialization of .* is not allowed/');
    check_throws(Error::class, function () use ($object) { $object->other = 1; }, 'a property', '/dynamic property|not allowed/i');
}
foreach (['Bgproc\Pool', 'Bgproc\Future'] as $class) {
    check_throws(Exception::class, fn () => unserialize('O:' . strlen($class) . ":\"$class\":0:{}"), 'unserialize()', '/Unserialization of .* is not allowed/');
    check((new ReflectionClass($class))->isFinal(), 'final');
}
check_throws(Error::class, function () use ($future) { $future->id = 5; }, 'the id is readonly', '/readonly/');
check_throws(Error::class, function () use ($future) { unset($future->id); }, 'and stays', '/readonly/');
foreach ([Pool::class, Future::class] as $class) {
    check_throws(ReflectionException::class, fn () => (new ReflectionClass($class))->newInstanceWithoutConstructor(), 'without constructor');
}
ob_start();
var_dump($pool, $future);
print_r($pool);
var_export($future);
$text = ob_get_clean();
check(str_contains($text, 'Bgproc\Pool') && str_contains($text, 'Bgproc\Future'), 'var_dump()');
check_same([['id' => 1], []], [get_object_vars($future), (array) $pool], 'their properties');
check_same(3, $future->await(), 'both work');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
