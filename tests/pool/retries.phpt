--TEST--
Pool: "retries" repeats a call whose worker was lost, if it is idempotent
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$file = test_dir() . '/tries';
$work = function ($kill) use ($file) { file_put_contents($file, "x", FILE_APPEND); if (filesize($file) <= $kill) { posix_kill(getmypid(), SIGKILL); sleep(10); } clearstatcache(); return 'done'; };
$pool = new Bgproc\Pool($work, ['workers' => 1, 'idempotent' => true, 'retries' => 2]);
check_same('done', $pool->submit(2)->await(10), 'the third time');
check_same(3, strlen(file_get_contents($file)), 'three times');
unlink($file);
failure($pool->submit(100), Bgproc\WorkerLostException::class, 'no more than twice');
check_same(3, strlen(file_get_contents($file)), 'three times');
unlink($file);
$pool = new Bgproc\Pool($work, ['workers' => 1]);
failure($pool->submit(1), Bgproc\WorkerLostException::class, 'without');
check_same(1, strlen(file_get_contents($file)), 'once');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
