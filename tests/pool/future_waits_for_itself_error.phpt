--TEST--
Future: what can never end is an exception, not a hang
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\{Future, StateException};

$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$f = null;
$f = $pool->submit(1)->then(function () use (&$f) { return $f->await(5); });
$took = seconds(fn () => check_throws(StateException::class, fn () => $f->await(5), 'a handler that awaits its own future'));
check_seconds(0, 3, $took, 'at once');
$g = null;
$g = $pool->submit(1)->then(function () use (&$g) { return $g; });
$took = seconds(fn () => check_throws(StateException::class, fn () => $g->await(5), 'a future that waits for itself'));
check_seconds(0, 3, $took, 'at once');
$a = $b = null;
$a = $pool->submit(1)->then(function () use (&$b) { return $b; });
$b = $pool->submit(2)->then(function () use (&$a) { return $a; });
foreach ([fn () => $a->await(5), fn () => $b->await(), fn () => Future::all([$a, $b], 5), fn () => Future::all([$a, $b], 1.0)] as $i => $call) {
    $took = seconds(fn () => check_throws(StateException::class, $call, "two that wait for each other, $i"));
    check_seconds(0, 0.9, $took, 'at once');
}
check_same('x', $pool->submit('x')->await(), 'the pool works');
check_same(true, $pool->wait(5), 'it is idle');
$a = $b = $f = $g = null;
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
