--TEST--
Future: handlers that are added after the end are called where results are handled
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { if ($x < 0) { throw new DomainException("negative $x"); } return $x * 2; }, ['workers' => 1]);
$f = $pool->submit(1);
$f->await();
$log = [];
$g = $f->then(function ($x) use (&$log) { $log[] = $x; return "then $x"; });
check_same('then 2', $g->await(), 'then() after the end');
$f->finally(function () use (&$log) { $log[] = 'finally'; });
check_same(true, $pool->wait(10), 'wait()');
check_same([2, 'finally'], $log, 'called once each');
$f = $pool->submit(-1);
failure($f, DomainException::class, 'it fails');
check_same('negative -1', $f->catch(fn ($e) => $e->getMessage())->await(), 'catch() after the end');
$log = [];
$f->catch(function ($e) use (&$log) { $log[] = $e->getMessage(); });
$pool->dispatch();
check_same(['negative -1'], $log, 'in dispatch()');
/* A handler that adds a handler. */
$log = [];
$f = $pool->submit(3);
$f->then(function ($x) use ($f, &$log) { $log[] = 1; $f->then(function () use (&$log) { $log[] = 2; }); });
$f->await();
$pool->wait();
check_same([1, 2], $log, 'both');
/* After the pool was closed. */
$f = $pool->submit(4);
$f->await();
$pool->close();
check_same(9, $f->then(fn ($x) => $x + 1)->await(), 'after close()');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
