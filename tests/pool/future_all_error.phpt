--TEST--
Future::all(), any() and race() refuse what is no iterable of futures
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\Future;

$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$f = $pool->submit(1);
foreach (['all', 'any', 'race'] as $method) {
    foreach ([[1], [$f, null], ['k' => $pool], [[$f]], new ArrayIterator([$f, 'x'])] as $i => $what) {
        check_throws(TypeError::class, fn () => Future::$method($what), "$method() $i", '/Argument #1 \(\$futures\) must be an iterable of Bgproc\\\\Future/');
    }
    foreach ([1, null, 'x', $f] as $what) {
        check_throws(TypeError::class, fn () => Future::$method($what), "$method(): no iterable", '/must be of type Traversable\|array/');
    }
    check_throws(RangeException::class, fn () => Future::$method((function () use ($f) { yield $f; throw new RangeException('of the generator'); })()), "$method(): a generator throws", '/of the generator/');
}
foreach (['any', 'race'] as $method) {
    foreach ([[], new ArrayIterator([])] as $what) {
        check_throws(ValueError::class, fn () => Future::$method($what), "$method(): none", '/Argument #1 \(\$futures\) must not be empty/');
    }
}
check_throws(TypeError::class, fn () => Future::all((function () use ($f) { yield [] => $f; })()), 'a key that is no key');
check_same(1, $f->await(), 'the future is as it was');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
