--TEST--
Pool::close(): pending calls are cancelled, running ones may end within the grace
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\{CancelledException, State, WorkerLostException};

$dir = test_dir();
$make = fn () => new Bgproc\Pool(function ($x) use ($dir) { touch("$dir/runs"); if ($x === 'forever') { sleep(100); } usleep(50000); return $x; }, ['workers' => 1, 'prefetch' => 0]);
/* Within the grace. */
$pool = $make();
$a = $pool->submit('a');
$b = $pool->submit('b');
check(dispatch_until($pool, fn () => file_exists("$dir/runs")), 'one runs');
$pids = worker_pids($pool);
$pool->close();
check_same([State::Succeeded, State::Stopped], [$a->getState(), $b->getState()], 'states');
check_same('a', $a->await(), 'what ran has ended');
failure($b, CancelledException::class, 'what waited is cancelled', '/closed/');
check_same([], array_filter($pids, 'is_alive'), 'the workers are gone');
/* No grace. */
unlink("$dir/runs");
$pool = $make();
$a = $pool->submit('forever');
check(dispatch_until($pool, fn () => file_exists("$dir/runs")), 'it runs');
check_seconds(0, 2, seconds(fn () => $pool->close(0)), 'close(0)');
check_same(true, $a->isDone(), 'it has ended');
check_throws(Bgproc\Exception::class, fn () => $a->await(), 'it was ended');
/* Too little. */
unlink("$dir/runs");
$pool = $make();
$a = $pool->submit('forever');
check(dispatch_until($pool, fn () => file_exists("$dir/runs")), 'it runs');
check_seconds(0.2, 2, seconds(fn () => $pool->close(0.2)), 'close(0.2)');
check_throws(Bgproc\Exception::class, fn () => $a->await(), 'it was ended');
check_seconds(0, 1, seconds(fn () => $pool->close()), 'a second close() does nothing');
/* The destructor. */
unlink("$dir/runs");
$pool = $make();
$pool->submit('x')->await();
$pids = worker_pids($pool);
check_seconds(0, 1, seconds(function () use (&$pool) { $pool = null; }), 'the destructor');
check(wait_until(fn () => array_filter($pids, 'is_alive') === []), 'the workers are gone');
/* A future that is pending keeps the pool. */
$future = $make()->submit('kept');
check_same('kept', $future->await(20), 'a future keeps its pool');
/* setup and teardown. */
$file = "$dir/life";
$pool = new Bgproc\Pool(fn () => 1, ['workers' => 1, 'setup' => fn () => file_put_contents($file, "setup\n", FILE_APPEND), 'teardown' => fn () => file_put_contents($file, "teardown\n", FILE_APPEND)]);
$pool->submit()->await();
check_same("setup\n", file_get_contents($file), 'setup');
$pool->close();
check_same("setup\nteardown\n", file_get_contents($file), 'teardown');
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
