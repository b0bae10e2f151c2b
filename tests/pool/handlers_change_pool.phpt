--TEST--
Pool: handlers may close, resize, reload and drop the pool, cancel calls and await
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\{Future, Pool, State};

$make = fn (array $options = []) => new Pool(function ($x) { usleep(1000); return $x; }, $options + ['workers' => 2]);
/* close() in a handler. */
$pool = $make();
$futures = array_map(fn ($i) => $pool->submit($i), range(0, 19));
$futures[3]->then(fn () => $pool->close(0));
check_same([], warnings(function () use ($pool) { try { $pool->wait(10); } catch (Bgproc\StateException) {} }), 'close() in then()');
foreach ($futures as $i => $future) {
    check($future->isDone(), "call $i has ended");
    if ($future->getState() === State::Succeeded) {
        check_same($i, $future->await(0), "call $i");
    } else {
        check($future->getError() instanceof Bgproc\Exception, "call $i");
    }
}
$futures = $future = null;
/* close() in onReturn() during map(), await(), each() and a full submit(). */
foreach (['map', 'await', 'each', 'submit', 'all'] as $how) {
    $pool = $make(['max_pending' => 3]);
    $n = 0;
    $pool->onReturn(function () use ($pool, &$n) { if (++$n === 5) { $pool->close(0); } });
    $run = ['map' => fn () => $pool->map(range(1, 50)), 'await' => function () use ($pool) { for ($i = 0; $i < 50; $i++) { $pool->submit($i)->await(5); } },
        'each' => function () use ($pool) { foreach ($pool->each(range(1, 50)) as $x) {} }, 'submit' => function () use ($pool) { for ($i = 0; $i < 50; $i++) { $f[] = $pool->submit($i); } },
        'all' => function () use ($pool) { Future::all([$pool->submit(1), $pool->submit(2), $pool->submit(3), $pool->submit(4), $pool->submit(5), $pool->submit(6), $pool->submit(7)]); }][$how];
    if ($how === 'all') {
        /* All results may have arrived before the fifth is told. */
        warnings(function () use ($run) { try { $run(); } catch (Bgproc\Exception) {} });
    } else {
        warnings(fn () => check_throws(Bgproc\Exception::class, $run, "close() during $how"));
    }
    check_same(0, count($pool), 'it is closed');
}
/* resize(), reload(), cancel() and await() in handlers. */
$pool = $make();
$pool->onReturn(function ($x) use ($pool) { if ($x === 2) { $pool->resize(1); } if ($x === 4) { $pool->reload(); } if ($x === 6) { $pool->resize(3); } });
check_same(range(0, 49), $pool->map(range(0, 49)), 'resize() and reload() in onReturn()');
$pool->onReturn(null);
$last = null;
$first = $pool->submit(1)->then(function () use (&$last, $pool) { return [$last->cancel(), $pool->submit(5)->await(5), $pool->map([1, 2]), $pool->wait(0)]; });
for ($i = 0; $i < 30; $i++) {
    $last = $pool->submit($i);
}
[$cancelled, $five, $map] = $first->await(10);
check_same([5, [1, 2]], [$five, $map], 'await() and map() in a handler');
check_same($cancelled, $last->getState() === State::Stopped, 'cancel() in a handler');
check_same(true, $pool->wait(10), 'all end');
/* The last references go in a handler. */
$pool = $make(['workers' => 1]);
$pool->submit(1)->then(function () use (&$pool) { $pool = null; gc_collect_cycles(); });
$future = $pool->submit(2);
check_same(2, $future->await(10), 'the pool lives as long as a future needs it');
$future = null;
check_same(null, $pool, 'gone');
$pool = $make();
$pool->onReturn(function () use (&$pool) { $pool = null; });
$pool->submit(1);
warnings(fn () => $pool->wait(10));
check_same(null, $pool, 'gone in wait()');
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
