--TEST--
max_memory: a worker that has grown is replaced, whatever it has inherited
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$ballast = str_repeat('x', 64 << 20);
$pool = new Bgproc\Pool(function (int $mb) {
    static $kept = [];
    $kept[] = str_repeat('y', $mb << 20);
    usleep(30000);
    return getmypid();
}, ['workers' => 1, 'max_memory' => 16 << 20, 'jitter' => 0]);
$pids = [];
for ($i = 0; $i < 4; $i++) {
    $pids[] = outcome($pool->submit(1));
}
check_same(1, count(array_unique($pids)), 'four small calls are of one worker: what is inherited does not count');
$large = outcome($pool->submit(40));
check_same($pids[0], $large, 'the call that grows it ends in it');
$next = outcome($pool->submit(0));
check(is_int($next) && $next !== $large, 'then it is replaced: ' . short($next));
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
