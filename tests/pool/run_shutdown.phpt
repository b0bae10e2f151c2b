--TEST--
Pool::run(): shutdown functions and destructors of the parent do not run in a task
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Noisy { public int $pid; function __construct() { $this->pid = getmypid(); } function __destruct() { file_put_contents($GLOBALS['file'], 'destructor ' . ($this->pid === getmypid() ? 'parent' : 'child') . "\n", FILE_APPEND); } }
$file = test_dir() . '/log';
touch($file);
$noisy = new Noisy();
$pid = getmypid();
register_shutdown_function(function () use ($file, $pid) { file_put_contents($file, 'shutdown ' . ($pid === getmypid() ? 'parent' : 'child') . "\n", FILE_APPEND); });
check_same([1], Bgproc\Pool::run(fn () => 1), 'a task');
check_throws(Bgproc\WorkerLostException::class, fn () => Bgproc\Pool::run(fn () => exit(1)), 'exit()');
check_same('', file_get_contents($file), 'nothing ran');
$pool = new Bgproc\Pool(fn ($x) => $x ? exit(1) : 1, ['workers' => 1]);
check_same(1, $pool->submit(0)->await(), 'a call');
check_throws(Bgproc\WorkerLostException::class, fn () => $pool->submit(1)->await(), 'exit()');
$pool->close();
check_same('', file_get_contents($file), 'nothing ran in workers');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
