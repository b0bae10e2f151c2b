--TEST--
A call that was killed by its timeout says so
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn () => sleep(60), ['workers' => 1, 'timeout' => 0.1]);
$seen = [];
$pool->onTimeout(function ($e, $future) use (&$seen) { $seen[] = [get_class($e), $future->id]; });
$pool->onError(function ($e, $future) use (&$seen) { $seen[] = 'onError'; });
$future = $pool->submit();
$e = check_throws(Bgproc\CallTimeoutException::class, fn () => $future->await(20), 'await', '/0\.1/');
check($e instanceof Bgproc\TimeoutException && $e instanceof Bgproc\Exception, 'its parents');
check_same([[Bgproc\CallTimeoutException::class, 1]], $seen, 'handlers');
check($future->getError() === $e, 'the same exception');

/* Waiting too long is something else. */
$pool = new Bgproc\Pool(fn () => usleep(300000) ?? 'done', ['workers' => 1, 'timeout' => 20]);
$future = $pool->submit();
$e = check_throws(Bgproc\TimeoutException::class, fn () => $future->await(0.05), 'await too short');
check(!$e instanceof Bgproc\CallTimeoutException, 'is not of the call');
check_same('done', $future->await(20), 'the call has gone on');
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
