--TEST--
A worker can set handlers of its own, which do not concern the parent
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(function () {
    $seen = 0;
    pcntl_async_signals(true);
    pcntl_signal(SIGUSR2, function () use (&$seen) { $seen++; });
    posix_kill(getmypid(), SIGUSR2);
    return $seen;
}, ['workers' => 1, 'soft_timeout' => 20]);
check_same(1, outcome($pool->submit()), 'seen in the worker');
check_same(SIG_DFL, pcntl_signal_get_handler(SIGUSR2), 'none here');
check_same(1, outcome($pool->submit()), 'again');
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
