--TEST--
No worker, and no starter of workers, holds the socket of another worker or pool
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pools = [];
$all = [];
for ($i = 0; $i < 3; $i++) {
    $pools[$i] = new Bgproc\Pool(fn ($die = false) => $die ? exit(0) : getmypid(), ['workers' => 3]);
    pool_ready($pools[$i]);
}
/* Some are replaced. */
foreach ($pools as $pool) {
    outcome($pool->submit());
    outcome($pool->submit(true));
}
foreach ($pools as $i => $pool) {
    $pids = pool_ready($pool);
    foreach ([...$pids, zygote_of($pids[0])] as $pid) {
        $sockets = sockets_of($pid);
        check_same(1, count($sockets), "sockets of a process of pool $i");
        $all = [...$all, ...$sockets];
    }
}
check_same(12, count($all), 'sockets');
check_same(12, count(array_unique($all)), 'each is of one process');
check_same([], array_intersect(sockets_of(getmypid()), $all), 'the ends here are others');
/* So the end of a worker is seen at once. */
foreach ($pools as $pool) {
    foreach (pool_ready($pool) as $pid) {
        posix_kill($pid, SIGKILL);
    }
}
foreach ($pools as $pool) {
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
