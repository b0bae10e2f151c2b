--TEST--
Pool::run() refuses what cannot be called, before anything is started
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\Pool;

$file = test_dir() . '/ran';
foreach ([1, null, 'no_such_function', [], new stdClass(), [new stdClass(), 'x']] as $task) {
    check_throws(TypeError::class, fn () => Pool::run(function () use ($file) { touch($file); }, $task), short($task), '/must be (of type callable|a valid callback)/');
    check_throws(TypeError::class, fn () => Pool::run(good: function () use ($file) { touch($file); }, bad: $task), 'named ' . short($task), '/must be (of type callable|a valid callback)/');
}
usleep(20000);
check(!file_exists($file), 'nothing was started');
check_throws(Error::class, fn () => Pool::run(function ($x) { return 1; }), 'a task that wants arguments', '/Too few arguments/');
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
