--TEST--
Pool: what is neither a callable nor an object is refused
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

foreach ([null, 1, 1.5, true, 'no_such_function', 'Nobody::method', [], ['DateTime', 'noSuch'], [1, 2, 3]] as $worker) {
    check_throws(TypeError::class, fn () => new Bgproc\Pool($worker), short($worker), '/Argument #1 \(\$worker\) must be .*callback/');
}
check_throws(ArgumentCountError::class, fn () => new Bgproc\Pool(), 'none');
check_throws(TypeError::class, fn () => new Bgproc\Pool('strlen', 5), 'options');
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
