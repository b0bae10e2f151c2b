--TEST--
Future::any() gives the first that succeeds, race() the first that ends
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function value($x) { return $x; }
    function block($name) { while (!file_exists($GLOBALS['dir'] . "/$name")) { usleep(1000); clearstatcache(); } return $name; }
    function fail($x, $name = null) { if ($name) { $this->block($name); } throw new DomainException($x); }
}
use Bgproc\Future;

$dir = test_dir();
$a = new Bgproc\Pool(new Worker(), ['workers' => 2]);
$b = new Bgproc\Pool(new Worker(), ['workers' => 2]);
$block = $a->block('one');
check_same('quick', Future::any([$block, $b->value('quick')]), 'any()');
check_same('quick', Future::any([$b->fail('x'), $block, $b->value('quick')]), 'any() does not mind failures');
check_same('quick', Future::race([$block, $b->value('quick')]), 'race()');
check_throws(DomainException::class, fn () => Future::race([$block, $b->fail('lost')]), 'race(): a failure', '/^lost$/');
check_same(false, $block->isDone(), 'the other goes on');
touch("$dir/one");
check_same('one', Future::any([$block]), 'one');
check_same('one', Future::race(new ArrayIterator(['k' => $block])), 'an iterator');
check_same('one', Future::race((function () use ($block) { yield $block; })()), 'a generator');
$late = $a->fail('late', 'two');
$early = $b->fail('early');
check(dispatch_until($b, fn () => $early->isDone()), 'one has failed');
touch("$dir/two");
check_throws(DomainException::class, fn () => Future::any([$late, $early]), 'any(): all have failed, the last in time', '/^late$/');
check_throws(DomainException::class, fn () => Future::any([$early]), 'any() of one', '/^early$/');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
