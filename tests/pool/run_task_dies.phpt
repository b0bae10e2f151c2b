--TEST--
Pool::run(): a task that exits, is killed or meets a fatal error
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\{Pool, WorkerLostException};

$e = check_throws(WorkerLostException::class, fn () => Pool::run(fn () => exit(3)), 'exit(3)');
check_same([3, null, false], [$e->getExitCode(), $e->getSignal(), $e->isOutOfMemory()], 'exit(3)');
check($e->getPid() > 1, 'pid');
$e = check_throws(WorkerLostException::class, fn () => Pool::run(fn () => exit(0)), 'exit(0)');
check_same([0, null], [$e->getExitCode(), $e->getSignal()], 'exit(0)');
$e = check_throws(WorkerLostException::class, fn () => Pool::run(fn () => posix_kill(getmypid(), SIGKILL)), 'SIGKILL', '/SIGKILL/');
check_same([null, SIGKILL], [$e->getExitCode(), $e->getSignal()], 'SIGKILL');
ob_start();
$e = check_throws(WorkerLostException::class, fn () => Pool::run(function () { trigger_error('enough', E_USER_ERROR); }), 'a fatal error', '/enough/');
check_same(255, $e->getExitCode(), 'a fatal error');
$e = check_throws(WorkerLostException::class, fn () => Pool::run(function () { ini_set('memory_limit', '20M'); return strlen(str_repeat('x', 50 << 20)); }), 'memory', '/Allowed memory size/');
check_same(255, $e->getExitCode(), 'memory');
ob_end_clean();
/* The others end as they would. */
$file = test_dir() . '/other';
check_throws(WorkerLostException::class, fn () => Pool::run(fn () => exit(1), function () use ($file) { usleep(50000); touch($file); }), 'one of two');
check(file_exists($file), 'the other has ended');
check_same([5], Pool::run(fn () => 5), 'again');
check_same([], zombies(), 'no zombies');
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
