--TEST--
Future::cancel() of what then() has returned
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$ran = test_dir() . '/ran';
$pool = new Bgproc\Pool(function ($x) use ($ran) { if ($x === 'slow') { usleep(100000); } else { touch($ran); } return $x; }, ['workers' => 1, 'prefetch' => 0]);
$slow = $pool->submit('slow');
check(dispatch_until($pool, fn () => $pool->running() === 1), 'one runs');
$future = $pool->submit('x');
$called = false;
$derived = $future->then(function () use (&$called) { $called = true; return 'handled'; });
check_same(Bgproc\State::Delayed, $derived->getState(), 'it has not begun');
$cancelled = $derived->cancel();
check_same($cancelled, $derived->isDone(), 'it says what is');
check_same($cancelled ? Bgproc\State::Stopped : Bgproc\State::Delayed, $derived->getState(), 'and so does the state');
check_same([], warnings(fn () => check_same(true, $pool->wait(10), 'the pool goes on')), 'no warning');
if ($cancelled) {
    failure($derived, Bgproc\CancelledException::class, 'await()');
    check_same(false, $called, 'the handler was not called');
} else {
    check_same('handled', $derived->await(), 'await()');
}
check_same('slow', $slow->await(), 'the other');
/* Cancelling a call that has handlers ends those too. */
$slow = $pool->submit('slow');
check(dispatch_until($pool, fn () => $pool->running() === 1), 'one runs');
$future = $pool->submit('y');
$derived = $future->catch(fn (Bgproc\CancelledException $e) => 'was cancelled');
check_same(true, $future->cancel(), 'cancel()');
check_same('was cancelled', $derived->await(10), 'catch() gets CancelledException');
check_same('slow', $slow->await(), 'the other');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
