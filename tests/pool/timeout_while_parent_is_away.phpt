--TEST--
The timeout needs nothing of the parent
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

/* The worker dies while the parent computes, or sleeps; the parent looks only into /proc. */
foreach (['computes', 'sleeps'] as $what) {
    $pool = new Bgproc\Pool(fn () => sleep(60), ['workers' => 1, 'timeout' => 0.3]);
    [$pid] = pool_ready($pool);
    $begin = hrtime(true);
    $future = $pool->submit();
    if ($what === 'computes') {
        while (is_alive($pid) && hrtime(true) - $begin < at_most(10.0) * 1e9) {
            hash('sha256', str_repeat('x', 10000));
        }
        check_seconds(0.29, 1.5, (hrtime(true) - $begin) / 1e9, 'the worker has died after');
    } else {
        check_same(0, sleep(1), 'sleep');
        wait_until(fn () => !is_alive($pid), at_most(1.0));
        check(!is_alive($pid), 'the worker is dead');
    }
    check_throws(Bgproc\CallTimeoutException::class, fn () => $future->await(20), $what);
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
