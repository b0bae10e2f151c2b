--TEST--
Future::all(): results under their keys, several pools, timeouts, the first failure in time
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function value($x) { return $x; }
    function block($name) { while (!file_exists($GLOBALS['dir'] . "/$name")) { usleep(1000); clearstatcache(); } return $name; }
    function fail($x) { throw new DomainException($x); }
}
$dir = test_dir();
$a = new Bgproc\Pool(new Worker(), ['workers' => 2]);
$b = new Bgproc\Pool(new Worker(), ['workers' => 2]);
check_same([], Bgproc\Future::all([]), 'none');
check_same([], Bgproc\Future::all(new ArrayIterator([]), 0.0), 'none of an iterator');
check_same(['x' => 1, 5 => 2, 'y' => 3], Bgproc\Future::all(['x' => $a->value(1), 5 => $b->value(2), 'y' => $a->value(3)]), 'keys, two pools');
$generator = (function () use ($a, $b) { yield 'p' => $a->value('p'); yield 3 => $b->value('q'); })();
check_same(['p' => 'p', 3 => 'q'], Bgproc\Future::all($generator), 'a generator');
$f = $a->value(1);
check_same([1, 1], Bgproc\Future::all([$f, $f]), 'one twice');
check_same([1, 2], Bgproc\Future::all([$f, $f->then(fn ($x) => $x + 1)]), 'a derived one');
$blocked = ['late' => $a->block('one'), 'now' => $b->value(2)];
$took = seconds(fn () => check_throws(Bgproc\TimeoutException::class, fn () => Bgproc\Future::all($blocked, 0.05), 'timeout'));
check_seconds(0.05, 1, $took, 'timeout');
touch("$dir/one");
check_same(['late' => 'one', 'now' => 2], Bgproc\Future::all($blocked, 20), 'they have gone on');
/* The first in time, not in order; the others go on. */
$blocked = $a->block('two');
$took = seconds(fn () => check_throws(DomainException::class, fn () => Bgproc\Future::all([$blocked, $b->fail('now')], 20), 'the first failure in time', '/^now$/'));
check_seconds(0, 5, $took, 'at once');
check_same(false, $blocked->isDone(), 'the other goes on');
touch("$dir/two");
check_same('two', $blocked->await(), 'to its end');
$first = $a->fail('first');
$second = $b->fail('second');
check(dispatch_until($a, fn () => $first->isDone()) && dispatch_until($b, fn () => $second->isDone()), 'both have failed');
check_throws(DomainException::class, fn () => Bgproc\Future::all([$second, $first]), 'of those that have failed before');
$first->getError();
$second->getError();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
