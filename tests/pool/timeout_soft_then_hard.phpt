--TEST--
A call that goes on after its soft timeout is killed by the hard one
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(function () {
    while (true) {
        try {
            while (true) {
                usleep(1000);
            }
        } catch (Bgproc\CallTimeoutException) {
        }
    }
}, ['workers' => 1, 'soft_timeout' => 0.1, 'timeout' => 0.4]);
[$pid] = pool_ready($pool);
$begin = hrtime(true);
check_same(Bgproc\CallTimeoutException::class, outcome($pool->submit()), 'outcome');
check_seconds(0.39, 3.0, (hrtime(true) - $begin) / 1e9, 'seconds');
check(!is_alive($pid), 'killed');
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
