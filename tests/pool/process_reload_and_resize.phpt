--TEST--
reload() replaces the workers after their present calls, resize() changes how many they are
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn ($us) => usleep($us) ?? getmypid(), ['workers' => 2]);
$old = pool_ready($pool);
$running = $pool->submit(200000);
usleep(20000);
$pool->reload();
check(in_array(outcome($running), $old, true), 'the running call ends in its worker');
check(drive_until($pool, fn () => $pool->count() === 2 && !array_intersect($old, worker_pids($pool))), 'both are replaced');
check(wait_until(fn () => !array_filter($old, 'is_alive')), 'the old ones are gone');
check(!in_array(outcome($pool->submit(0)), $old, true), 'a new one works');
$pool->resize(5);
check(drive_until($pool, fn () => $pool->count() === 5), 'five');
pool_ready($pool);
$futures = [];
for ($i = 0; $i < 5; $i++) {
    $futures[] = $pool->submit(200000);
}
$pool->resize(1);
foreach ($futures as $future) {
    check(is_int(outcome($future)), 'nothing is lost');
}
check(drive_until($pool, fn () => $pool->count() === 1), 'one');
check(is_int(outcome($pool->submit(0))), 'it works');
check_throws(ValueError::class, fn () => $pool->resize(0), 'zero');
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
