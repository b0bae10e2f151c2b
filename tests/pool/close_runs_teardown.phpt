--TEST--
close() lets idle workers run teardown(), within the grace
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$log = test_dir() . '/log';
touch($log);
$pool = new Bgproc\Pool(fn () => 1, ['workers' => 3, 'teardown' => function () use ($log) { usleep(50000); file_put_contents($log, "x", FILE_APPEND); }]);
pool_ready($pool);
$pool->close();
check_same('xxx', file_get_contents($log), 'teardown');
/* One that does not end. */
$pool = new Bgproc\Pool(fn () => 1, ['workers' => 1, 'teardown' => fn () => sleep(60)]);
[$pid] = pool_ready($pool);
check_seconds(0.2, 2.0, seconds(fn () => $pool->close(0.3)), 'seconds');
check(!is_alive($pid), 'killed');
/* One that throws, or exits. */
foreach ([fn () => throw new Exception('of teardown'), fn () => exit(3)] as $teardown) {
    $lines = [];
    $pool = new Bgproc\Pool(fn () => 1, ['workers' => 1, 'teardown' => $teardown, 'on_output' => function ($pid, $line) use (&$lines) { $lines[] = $line; }]);
    pool_ready($pool);
    check_seconds(0, 1.0, seconds(fn () => $pool->close()), 'seconds');
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
