--TEST--
Future::await() and all() refuse timeouts that are no numbers of seconds
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn () => 1, ['workers' => 1]);
$future = $pool->submit();
foreach ([-1, -0.001, NAN, INF, -INF] as $timeout) {
    check_throws(ValueError::class, fn () => $future->await($timeout), 'await(' . var_export($timeout, true) . ')', '/Argument #1 \(\$timeout\) must be/');
    check_throws(ValueError::class, fn () => Bgproc\Future::all([$future], $timeout), 'all(' . var_export($timeout, true) . ')', '/Argument #2 \(\$timeout\) must be/');
    check_throws(ValueError::class, fn () => $pool->wait($timeout), 'wait(' . var_export($timeout, true) . ')', '/Argument #1 \(\$timeout\) must be/');
    check_throws(ValueError::class, fn () => $pool->dispatch($timeout), 'dispatch(' . var_export($timeout, true) . ')', '/Argument #1 \(\$timeout\) must be/');
    check_throws(ValueError::class, fn () => $pool->close($timeout), 'close(' . var_export($timeout, true) . ')', '/Argument #1 \(\$grace\) must be/');
}
foreach (['x', [], new stdClass()] as $timeout) {
    check_throws(TypeError::class, fn () => $future->await($timeout), 'a wrong type');
}
check_same(1, $future->await(), 'it works');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
