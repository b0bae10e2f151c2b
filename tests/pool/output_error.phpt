--TEST--
Pool: an exception of "on_output"
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { echo "line $x\n"; return $x; }, ['workers' => 1, 'on_output' => function ($pid, $line) { if ($line === 'line 1') { throw new RangeException("of on_output"); } }]);
$future = $pool->submit(1);
check_throws(RangeException::class, function () use ($future) { $future->await(5); $GLOBALS['pool']->wait(5); }, 'comes out', '/^of on_output$/');
check_same(1, $future->await(5), 'the result is not lost');
check_same(2, $pool->submit(2)->await(5), 'the pool works');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
