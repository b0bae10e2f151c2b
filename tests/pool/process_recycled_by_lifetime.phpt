--TEST--
max_lifetime: a worker is replaced when its time is over, and never in a call
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn ($us) => usleep($us) ?? getmypid(), ['workers' => 1, 'max_lifetime' => 0.2, 'jitter' => 0]);
$first = outcome($pool->submit(0));
check_same($first, outcome($pool->submit(500000)), 'a long call ends in its worker');
$second = outcome($pool->submit(0));
check(is_int($second) && $second !== $first, 'then it is replaced: ' . short($second));
$pids = [];
$begin = hrtime(true);
while (hrtime(true) - $begin < 0.9e9) {
    $pids[] = outcome($pool->submit(1000));
}
check_between(3, 7, count(array_unique($pids)), 'workers in 0.9 s');
check_same([], array_filter($pids, 'is_string'), 'nothing is lost');
check_same(0, $pool->stats()['lost'], 'lost');
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
