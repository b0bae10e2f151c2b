--TEST--
Future: all(), any() and race() of what can never end are an exception, not a hang
--EXTENSIONS--
bgproc
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$a = $b = null;
$a = $pool->submit(1)->then(function () use (&$b) { return $b; });
$b = $pool->submit(2)->then(function () use (&$a) { return $a; });
check_throws(Bgproc\StateException::class, fn () => $a->await(), 'await()');
pcntl_async_signals(true);
pcntl_signal(SIGALRM, fn () => throw new Exception('it hangs'));
foreach (['all', 'any', 'race'] as $method) {
    pcntl_alarm(1);
    check_throws(Bgproc\StateException::class, fn () => Bgproc\Future::$method([$a, $b]), "$method()");
    pcntl_alarm(0);
}
$a = $b = null;
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
