--TEST--
Pool: an exception of a handler comes out of where results are handled, and loses no result
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$pool->onReturn(function ($x) { if ($x === 'throw') { throw new RangeException('by the handler'); } });
$futures = [$pool->submit(1), $pool->submit('throw'), $pool->submit(3)];
check_throws(RangeException::class, fn () => $pool->wait(20), 'wait()', '/^by the handler$/');
check_same(true, $pool->wait(20), 'once more');
check_same([1, 'throw', 3], Bgproc\Future::all($futures), 'no result was lost');
$pool->submit('throw');
check_throws(RangeException::class, function () use ($pool) { for (;;) { $pool->dispatch(1); } }, 'dispatch()');
$future = $pool->submit('throw');
check_throws(RangeException::class, fn () => $future->await(5), 'await()');
check_same('throw', $future->await(5), 'await() once more');
foreach (['nobody', 5, [1]] as $f) {
    foreach (['onReturn', 'onError', 'onTimeout'] as $method) {
        check_throws(TypeError::class, fn () => $pool->$method($f), $method, '/Argument #1 \(\$f\) must be a valid callback or null/');
    }
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
