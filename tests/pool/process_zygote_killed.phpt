--TEST--
When the starter of workers is killed, all calls end, and the pool says so
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$before = open_descriptors();
$pool = new Bgproc\Pool(fn ($us) => usleep($us), ['workers' => 2, 'prefetch' => 2]);
$pids = pool_ready($pool);
$zygote = zygote_of($pids[0]);
$futures = [];
for ($i = 0; $i < 10; $i++) {
    $futures[] = $pool->submit(60000000);
}
$pool->dispatch(0.02);
posix_kill($zygote, SIGKILL);
$begin = hrtime(true);
foreach ($futures as $i => $future) {
    $e = check_throws(Bgproc\WorkerLostException::class, fn () => $future->await(20), "call $i");
}
check_seconds(0, 2.0, (hrtime(true) - $begin) / 1e9, 'seconds');
check(wait_until(fn () => !array_filter($pids, 'is_alive'), at_most(1.0)), 'the workers are gone');
check_seconds(0, 2.0, seconds(function () use ($pool) {
    try {
        $pool->submit(0)->await(20);
        check(false, 'another call was carried out by nobody');
    } catch (Bgproc\Exception $e) {
        check($e instanceof Bgproc\WorkerLostException || $e instanceof Bgproc\StateException, get_class($e) . ': ' . $e->getMessage());
        check(strlen($e->getMessage()) > 20, 'a message: ' . $e->getMessage());
    }
}), 'another call ends at once');
check_same(true, $pool->wait(5), 'wait()');
check_same(true, $pool->isIdle(), 'isIdle()');
check_same(0, $pool->count(), 'count()');
check_same(0, $pool->dispatch(0.1), 'dispatch()');
check_seconds(0, 1.0, seconds(fn () => $pool->close()), 'close()');
unset($pool, $future, $futures, $e);
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
