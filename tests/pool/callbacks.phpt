--TEST--
Pool: onReturn(), onError() and onTimeout() are called with each end and its future
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { if ($x === 'bad') { throw new DomainException('bad'); } if ($x === 'slow') { sleep(100); } return $x; }, ['workers' => 1, 'timeout' => 0.15]);
$log = [];
$same = $pool->onReturn(function ($result, $future) use (&$log) { $log[] = ['return', $result, $future->id, $future->getState()->value]; })
    ->onError(function ($e, $future) use (&$log) { $log[] = ['error', $e->getMessage(), $future->id, $future->getState()->value]; })
    ->onTimeout(function ($e, $future) use (&$log) { $log[] = ['timeout', get_class($e), $future->id, $future->getState()->value]; });
check($same === $pool, 'they return the pool');
$pool->submit('good');
$pool->submit('bad');
$pool->submit('slow');
check_same([], warnings(fn () => $pool->wait(20)), 'no warning: they were seen');
check_same([['return', 'good', 1, 'succeeded'], ['error', 'bad', 2, 'failed'], ['timeout', 'Bgproc\CallTimeoutException', 3, 'timed_out']], $log, 'each once');
$log = [];
$pool->onTimeout(null);
$pool->submit('slow');
$pool->wait(20);
check_same([['error', 4, 'timed_out']], array_map(fn ($x) => [$x[0], $x[2], $x[3]], $log), 'without onTimeout() it is onError()');
$log = [];
$pool->onReturn(null)->onError(null);
$pool->submit('good');
check_same(1, count(warnings(function () use ($pool) { $pool->submit('bad'); $pool->wait(20); })), 'none any more');
check_same([], $log, 'none any more');
/* Calls from handlers. */
$log = [];
$pool->onReturn(function ($x) use ($pool, &$log) { $log[] = $x; if ($x < 5) { $pool->submit($x + 1); } });
$pool->submit(1);
check_same(true, $pool->wait(20), 'wait() waits for those too');
check_same([1, 2, 3, 4, 5], $log, 'a call from a handler');
/* The calls of map() and await() too. */
$log = [];
$pool->onReturn(function ($x) use (&$log) { $log[] = $x; });
$pool->map([7, 8]);
$pool->submit(9)->await();
check_same([7, 8, 9], $log, 'map() and await()');
/* Cancelled calls. */
$log = [];
$pool->onError(function ($e) use (&$log) { $log[] = get_class($e); });
$pool->submit(1)->cancel();
$pool->wait(20);
check(!in_array('Bgproc\CancelledException', $log, true), 'no callback for a cancelled call');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
