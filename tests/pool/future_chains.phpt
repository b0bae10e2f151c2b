--TEST--
Future: then(), catch() and finally() give new futures
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { if ($x < 0) { throw new DomainException("negative $x"); } return $x * 2; }, ['workers' => 1]);
$log = [];
$note = function (...$x) use (&$log) { $log[] = $x; };

$f = $pool->submit(1);
$g = $f->then(fn ($x) => $x + 1);
check($f !== $g && $g instanceof Bgproc\Future, 'a new one');
check_same($f->id, $g->id, 'with the id of the call');
check_same([3, 2], [$g->await(), $f->await()], 'its result is that of the handler');
check_same(8, $pool->submit(1)->then(fn ($x) => $x + 1)->then(fn ($x) => $x + 5)->await(), 'a chain');
check_same(2, $pool->submit(1)->catch($note)->await(), 'catch() of what succeeds');
check_same(2, $pool->submit(1)->finally($note)->await(), 'finally() of what succeeds');
check_same([[]], $log, 'finally() has no arguments; catch() was not called');
$log = [];
failure($pool->submit(-1)->then($note), DomainException::class, 'then() of what fails', '/negative -1/');
check_same([], $log, 'was not called');
check_same('negative -2', $pool->submit(-2)->catch(fn (DomainException $e) => $e->getMessage())->await(), 'catch()');
check_same('caught after', $pool->submit(-2)->then($note)->catch(fn () => 'caught')->then(fn ($x) => "$x after")->await(), 'on past then()');
failure($pool->submit(-3)->finally($note), DomainException::class, 'finally() of what fails', '/negative -3/');
check_same([[]], $log, 'finally()');
check_same(2, $pool->submit(1)->finally(fn () => 'dropped')->await(), 'what finally() returns is dropped');

/* Handlers that throw. */
failure($pool->submit(1)->then(fn () => throw new RangeException('then')), RangeException::class, 'then() throws', '/^then$/');
failure($pool->submit(-1)->catch(fn () => throw new RangeException('catch')), RangeException::class, 'catch() throws', '/^catch$/');
failure($pool->submit(1)->finally(fn () => throw new RangeException('finally')), RangeException::class, 'finally() throws', '/^finally$/');
failure($pool->submit(-1)->finally(fn () => throw new RangeException('finally')), RangeException::class, 'finally() throws after a failure', '/^finally$/');
check_same('mended', $pool->submit(1)->then(fn () => throw new RangeException('x'))->catch(fn ($e) => 'mended')->await(), 'catch() of what then() throws');

/* Handlers that return futures. */
check_same(20, $pool->submit(5)->then(fn ($x) => $pool->submit($x))->await(), 'a future from then()');
check_same(42, $pool->submit(5)->then(fn ($x) => $pool->submit($x)->then(fn ($y) => $y + 1))->then(fn ($x) => $x * 2)->await(), 'nested');
failure($pool->submit(5)->then(fn ($x) => $pool->submit(-$x)), DomainException::class, 'a future that fails', '/negative -10/');
check_same(8, $pool->submit(-1)->catch(fn () => $pool->submit(4))->await(), 'a future from catch()');
$done = $pool->submit(7);
$done->await();
check_same(14, $pool->submit(1)->then(fn () => $done)->await(), 'a future that has ended');

/* Several handlers of one future, in their order. */
$log = [];
$f = $pool->submit(1);
$all = [];
foreach ([1, 2, 3] as $i) {
    $all[] = $f->then(function ($x) use ($i, &$log) { $log[] = $i; return $i; });
}
check_same([1, 2, 3], Bgproc\Future::all($all), 'all');
check_same([1, 2, 3], $log, 'in their order');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
