--TEST--
Pool: then(), catch() and finally() of a future that was refused
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn () => usleep(100000), ['workers' => 1, 'max_pending' => 1, 'overflow' => 'refuse', 'prefetch' => 0]);
$first = $pool->submit();
check(dispatch_until($pool, fn () => $pool->running() === 1), 'one runs');
$second = $pool->submit();
$log = [];
$refused = $pool->submit();
check_same(true, $refused->isDone(), 'refused');
$caught = $refused->catch(function ($e) use (&$log) { $log[] = get_class($e); return 'caught'; });
$refused->finally(function () use (&$log) { $log[] = 'finally'; })->catch(fn () => 1);
check_same('caught', $caught->await(5), 'catch()');
check_same(['Bgproc\QueueFullException', 'finally'], $log, 'handlers');
check_same('at once', $pool->submit()->catch(fn () => 'at once')->await(5), 'in one go');
check_same([null, null], Bgproc\Future::all([$first, $second]), 'the others');

/* A future that nobody keeps: onError() sees the failure, so there is no warning. */
$warnings = $seen = [];
set_error_handler(function ($level, $text) use (&$warnings) { $warnings[] = $text; return true; });
$pool = new Bgproc\Pool(fn () => usleep(20000), ['workers' => 1, 'max_pending' => 1, 'overflow' => 'refuse', 'prefetch' => 0]);
$pool->onError(function ($e) use (&$seen) { $seen[] = get_class($e); });
for ($i = 0; $i < 4; $i++) {
    $pool->submit();
}
check($pool->wait(20), 'wait()');
$pool->close();
restore_error_handler();
check_same([], $warnings, 'warnings');
check(count($seen) >= 2 && array_unique($seen) === [Bgproc\QueueFullException::class], 'refused: ' . implode(' ', $seen));
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
