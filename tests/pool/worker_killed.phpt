--TEST--
Pool: a signal that ends a worker is told by WorkerLostException
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function kill($signal) { posix_kill(getmypid(), $signal); sleep(100); }
    function sleep() { touch($GLOBALS['file']); sleep(100); }
    function works($x = 'works') { return $x; }
}
$file = test_dir() . '/runs';
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1, 'prefetch' => 0]);
foreach ([SIGKILL => 'SIGKILL', SIGTRAP => 'SIGTRAP', SIGTERM => 'SIGTERM', SIGABRT => 'SIGABRT'] as $signal => $name) {
    check_same('works', $pool->works()->await(), 'it works');
    [$pid] = worker_pids($pool);
    $e = failure($pool->kill($signal), Bgproc\WorkerLostException::class, "signal $signal", "/$pid.*$name/");
    check_same([$pid, $signal, null, false], [$e->getPid(), $e->getSignal(), $e->getExitCode(), $e->isOutOfMemory()], "signal $signal");
}
/* From outside, with calls that wait: only the one that runs is lost. */
$pool->works()->await();
$future = $pool->sleep();
$waiting = [$pool->works(1), $pool->works(2)];
check(dispatch_until($pool, fn () => file_exists($file)), 'it runs');
[$pid] = worker_pids($pool);
posix_kill($pid, SIGKILL);
check_same([1, 2], Bgproc\Future::all($waiting), 'the others are done by the next worker');
check_same($pid, failure($future, Bgproc\WorkerLostException::class, 'the one')->getPid(), 'pid');
/* An idle worker: nobody is told. */
[$pid] = worker_pids($pool);
posix_kill($pid, SIGKILL);
check_same('works', $pool->works()->await(), 'an idle worker that died is replaced');
check(worker_pids($pool) !== [$pid], 'by another one');
check_same([], warnings(function () use (&$pool) { $pool->close(); $pool = null; }), 'no warning');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
