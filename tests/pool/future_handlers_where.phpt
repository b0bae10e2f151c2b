--TEST--
Future: handlers are called in await(), wait() and dispatch(), and nowhere else
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$log = [];
$add = function ($x) use (&$log) { $log[] = $x; };
$f = $pool->submit('a');
$f->then($add);
usleep(50000);
$f->isDone(); $f->getState(); $f->getError(); $pool->isIdle(); $pool->pending(); $pool->running(); $pool->stats(); $pool->count();
check_same([], $log, 'not by looking');
check(dispatch_until($pool, function () use (&$log) { return $log !== []; }), 'dispatch()');
check_same(['a'], $log, 'in dispatch()');
$pool->submit('b')->then($add);
$pool->wait();
check_same(['a', 'b'], $log, 'in wait()');
$pool->submit('c')->then($add);
$pool->submit('d')->await();
check_same(['a', 'b', 'c'], $log, 'in await() of another one');
$pool->submit('e')->then($add);
$pool->map(['f']);
check_same(['a', 'b', 'c', 'e'], $log, 'in map()');
/* Handlers may await. */
$pool->submit('g')->then(function ($x) use ($pool, $add) { $add($x . $pool->submit('h')->await()); });
$pool->wait();
check_same('gh', end($log), 'await() in a handler');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
