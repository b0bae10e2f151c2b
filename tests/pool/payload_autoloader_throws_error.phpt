--TEST--
Pool: an autoloader or __wakeup() that throws while a result is read fails that call only
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Throwing { public $x = 1; function __wakeup() { if ($GLOBALS['here']) { throw new RangeException('not in the parent'); } } }
$here = false;
$pool = new Bgproc\Pool(fn ($what) => $what === 'throwing' ? new Throwing() : $what, ['workers' => 1]);
$here = true;
$futures = [$pool->submit('a'), $pool->submit('throwing'), $pool->submit('b')];
check_same(['a', 'b'], [$futures[0]->await(), $futures[2]->await()], 'the others');
$e = failure($futures[1], Bgproc\PayloadException::class, 'the one');
check_same('not in the parent', $e?->getPrevious()?->getMessage(), 'previous');
check_same([], array_filter($pool->map(['x', 'y']), fn ($x) => !$x), 'the pool works');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
