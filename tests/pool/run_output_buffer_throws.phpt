--TEST--
Pool::run(): a callback of an output buffer that a task leaves open may throw; the task ends in that exception
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

check_throws(LogicException::class, fn () => Bgproc\Pool::run(function () {
    ob_start(fn () => throw new LogicException('of the buffer'));
    echo 'printed';
    return 5;
}), 'the first task', '/^of the buffer$/');
check_same(['a' => 1], Bgproc\Pool::run(a: fn () => 1), 'another run');
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
printed
===DONE===
