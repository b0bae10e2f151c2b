--TEST--
jitter: workers do not all reach max_jobs at once
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn ($n) => getmypid(), ['workers' => 2, 'max_jobs' => 40, 'jitter' => 0.5]);
$per = array_count_values($pool->map(range(1, 800)));
check(max($per) <= 40, 'most calls of a worker: ' . max($per));
/* Those that are still at work have not had their share. */
$per = array_diff_key($per, array_flip(array_column($pool->stats()['processes'], 'pid')));
check(count(array_unique($per)) > 5, 'different numbers: ' . implode(' ', $per));
check(min($per) >= 20, 'fewest calls of a worker: ' . min($per));
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
