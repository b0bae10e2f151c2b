--TEST--
The circuit closes again when workers are healthy
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$file = test_dir() . '/healthy';
$pool = new Bgproc\Pool(fn () => 'well', ['workers' => 2, 'setup' => fn () => is_file($file) ?: throw new Exception('sick')]);
check_throws(Bgproc\WorkerLostException::class, fn () => $pool->submit()->await(20), 'sick', '/sick/');
touch($file);
$outcome = null;
check(drive_until($pool, function () use ($pool, &$outcome) {
    usleep(20000);
    return ($outcome = outcome($pool->submit())) === 'well';
}, at_most(20.0)), 'healthy after a while: ' . short($outcome));
check_same('well', outcome($pool->submit()), 'it stays so');
check(drive_until($pool, fn () => $pool->count() === 2, at_most(35.0)), 'all workers are back');
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
