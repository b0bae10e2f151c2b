--TEST--
min_workers: so many run before there is work, and more when it comes
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn ($us) => usleep($us) ?? getmypid(), ['workers' => 4, 'min_workers' => 1]);
pool_ready($pool);
check_same(1, $pool->count(), 'before');
$futures = [];
for ($i = 0; $i < 8; $i++) {
    $futures[] = $pool->submit(200000);
}
$pids = array_map('outcome', $futures);
check_same(4, count(array_unique($pids)), 'workers that have worked');
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
