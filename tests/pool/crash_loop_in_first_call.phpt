--TEST--
Workers that die in their first call are a crash loop as well
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

for ($round = 0; $round < 5; $round++) {
    $pool = new Bgproc\Pool(fn () => posix_kill(getmypid(), SIGKILL), ['workers' => 1, 'prefetch' => 1]);
    $futures = [];
    for ($i = 0; $i < 12; $i++) {
        $futures[] = $pool->submit();
    }
    $pids = [];
    $begin = hrtime(true);
    foreach ($futures as $future) {
        $e = check_throws(Bgproc\WorkerLostException::class, fn () => $future->await(20), 'call');
        if ($e && $e->getPid()) {
            $pids[$e->getPid()] = true;
        }
    }
    /* Five deaths open the circuit, which ends the other calls without a worker. */
    check_same(5, count($pids), 'workers that have died');
    check_seconds(0, 5.0, (hrtime(true) - $begin) / 1e9, 'seconds');
    $pool->close();
}
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
