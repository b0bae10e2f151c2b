--TEST--
An exception of a handler during close() comes out of it, and everything is closed
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$before = open_descriptors();
$pool = new Bgproc\Pool(fn ($us) => usleep($us), ['workers' => 1]);
$pids = pool_ready($pool);
$pool->onReturn(fn () => throw new LogicException('of the handler'));
$future = $pool->submit(100000);
$pool->dispatch(0.01);
check_throws(LogicException::class, fn () => $pool->close(), 'close()', '/of the handler/');
$pool->close();
check(wait_until(fn () => !array_filter($pids, 'is_alive'), at_most(2.0)), 'workers');
check_same(null, outcome($future), 'the result');
unset($pool, $future);
gc_collect_cycles();
check_same($before, open_descriptors(), 'descriptors');
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
