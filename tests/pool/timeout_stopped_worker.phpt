--TEST--
A worker that was stopped before or during a call meets its timeout
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn ($us) => usleep($us) ?? getmypid(), ['workers' => 1, 'timeout' => 0.3]);
/* During the call. */
[$pid] = pool_ready($pool);
$future = $pool->submit(60000000);
usleep(50000);
posix_kill($pid, SIGSTOP);
check_same(Bgproc\CallTimeoutException::class, outcome($future), 'stopped during the call');
check(!is_alive($pid), 'it is dead');
/* Before it: the call was handed out, and never began. */
[$pid] = pool_ready($pool);
posix_kill($pid, SIGSTOP);
usleep(20000);
$begin = hrtime(true);
$future = $pool->submit(0);
$outcome = outcome($future, at_most(10.0));
check_seconds(0.25, 5.0, (hrtime(true) - $begin) / 1e9, 'seconds');
check($outcome === Bgproc\CallTimeoutException::class || (is_int($outcome) && $outcome !== $pid), 'stopped before the call: ' . short($outcome));
check(!is_alive($pid), 'it is dead too');
check(is_int(outcome($pool->submit(0))), 'the pool works on');
$pool->close();
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
