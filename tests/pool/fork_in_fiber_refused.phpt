--TEST--
A pool cannot be made in a fiber
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$before = open_descriptors();
$fiber = new Fiber(function () {
    $e = check_throws(Bgproc\StateException::class, fn () => new Bgproc\Pool(fn () => 1), 'in a fiber', '/fiber/i');
    check_throws(Bgproc\StateException::class, fn () => Bgproc\Pool::run(fn () => 1), 'run() in a fiber', '/fiber/i');
});
$fiber->start();
check_same($before, open_descriptors(), 'descriptors');
check_same([], children_by_parent(true)[getmypid()] ?? [], 'children');
/* One that was made outside can be used in one. */
$pool = new Bgproc\Pool(fn ($n) => $n + 1, ['workers' => 1]);
$fiber = new Fiber(fn () => $pool->submit(1)->await(20));
$fiber->start();
check_same(2, $fiber->getReturn(), 'used in a fiber');
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
