--TEST--
Pool: the methods of a closed pool
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(new ArrayObject([1]), ['workers' => 1]);
$future = $pool->call('count');
check_same(1, $future->await(), 'it works');
$pool->close();
$calls = [fn () => $pool->submit(), fn () => $pool->call('count'), fn () => $pool->getArrayCopy(), fn () => $pool->map([1], 'offsetGet'), fn () => $pool->each([1], 'offsetGet'),
    fn () => $pool->resize(2), fn () => $pool->reload(), fn () => $pool->getStream()];
foreach ($calls as $i => $call) {
    check_throws(Bgproc\StateException::class, $call, "call $i", '/The pool is closed/');
}
check_same(1, $future->await(), 'results stay');
check_same([0, 0, 0, true], [count($pool), $pool->pending(), $pool->running(), $pool->isIdle()], 'facts');
$pool->close(0);
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
