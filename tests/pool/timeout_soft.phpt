--TEST--
The soft timeout throws inside the call, and the worker lives
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(function (string $what) {
    if ($what === 'loop' || $what === 'caught') {
        try {
            $end = microtime(true) + 20;
            while (microtime(true) < $end) {
            }
        } catch (Bgproc\CallTimeoutException $e) {
            if ($what === 'caught') {
                return 'caught';
            }
            throw $e;
        }
    } elseif ($what === 'usleep') {
        for ($i = 0; $i < 20000; $i++) {
            usleep(1000);
        }
    } elseif ($what === 'sleep') {
        sleep(20);
    } elseif ($what === 'finally') {
        try {
            while (true) {
            }
        } finally {
            $GLOBALS['cleaned'] = true;
        }
    } elseif ($what === 'cleaned') {
        return $GLOBALS['cleaned'] ?? false;
    }
    return getmypid();
}, ['workers' => 1, 'soft_timeout' => 0.2, 'timeout' => 20]);
[$pid] = pool_ready($pool);
foreach (['loop', 'usleep', 'sleep', 'finally'] as $what) {
    $begin = hrtime(true);
    $future = $pool->submit($what);
    check_throws(Bgproc\CallTimeoutException::class, fn () => $future->await(20), $what, '/0\.2/');
    check_seconds(0.19, 3.0, (hrtime(true) - $begin) / 1e9, "seconds of $what");
    check_same($pid, outcome($pool->submit('')), "the worker after $what");
}
check_same(true, outcome($pool->submit('cleaned')), 'finally has run');
check_same('caught', outcome($pool->submit('caught')), 'the call has caught it');
check_same($pid, outcome($pool->submit('')), 'the worker lives');
/* The next call has its whole time, and one that ends just then is not hit. */
check_same([$pid], worker_pids($pool), 'still the same');
check_same(0, $pool->stats()['respawned'], 'none was replaced');
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
