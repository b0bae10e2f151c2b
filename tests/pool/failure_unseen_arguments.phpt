--TEST--
Future: the traces of exceptions do not keep futures alive, so the warning comes when the future goes
--EXTENSIONS--
bgproc
--INI--
zend.exception_ignore_args=0
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

function call(callable $c) { return $c(); }
$pool = new Bgproc\Pool(function ($x) { throw new DomainException("failed $x"); }, ['workers' => 1]);
$f = $pool->submit('a');
call(function () use ($pool, $f) { $pool->wait(); });
$seen = warnings(function () use (&$f) { $f = null; });
check_same(1, count($seen), 'at once');
check_same([], warnings(fn () => gc_collect_cycles()), 'not by the collector');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
