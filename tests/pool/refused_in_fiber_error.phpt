--TEST--
Pool: a fiber cannot make a pool, and may use one
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$error = null;
$fiber = new Fiber(function () use (&$error) { try { new Bgproc\Pool(fn () => 1); } catch (Throwable $e) { $error = $e; } });
$fiber->start();
check($error instanceof Bgproc\StateException, 'refused: ' . get_debug_type($error));
check((bool) preg_match('/inside a fiber/', (string) $error?->getMessage()), (string) $error?->getMessage());
$error = null;
$fiber = new Fiber(function () use (&$error) { try { Bgproc\Pool::run(fn () => 1); } catch (Throwable $e) { $error = $e; } });
$fiber->start();
check($error instanceof Bgproc\StateException, 'run() too: ' . get_debug_type($error));
$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$fiber = new Fiber(fn () => $pool->submit(3)->then(fn ($x) => $x + 1)->await(5));
$fiber->start();
check_same(4, $fiber->getReturn(), 'a fiber may call');
$fiber = new Fiber(fn () => $pool->submit(3)->then(fn ($x) => Fiber::suspend($x))->await(5));
try {
    check_same(3, $fiber->start(), 'suspended in a handler');
    check_same('other', $pool->submit('other')->await(5), 'another call meanwhile');
    $fiber->resume('resumed');
    check_same('resumed', $fiber->getReturn(), 'resumed');
} catch (FiberError $e) {
    check(true, 'refused');
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
