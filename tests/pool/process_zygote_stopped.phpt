--TEST--
A starter of workers that is stopped does not keep close() from its end
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

foreach (['close' => fn (&$pool) => $pool->close(0.2), 'destructor' => function (&$pool) { $pool = null; }] as $name => $end) {
    $pool = new Bgproc\Pool(fn () => usleep(60000000), ['workers' => 2]);
    $pids = pool_ready($pool);
    $pids[] = zygote_of($pids[0]);
    $future = $pool->submit()->catch(fn () => null);
    $pool->dispatch(0.02);
    posix_kill(end($pids), SIGSTOP);
    $future = null;
    check_seconds(0, 4.0, seconds(function () use ($end, &$pool) { $end($pool); gc_collect_cycles(); }), "seconds of $name");
    check(wait_until(fn () => !array_filter($pids, 'is_alive'), at_most(2.0)), "all are gone after $name");
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
