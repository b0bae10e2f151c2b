--TEST--
close() lets what runs end within the grace, kills it after that, and cancels what is pending
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$work = fn ($us) => usleep($us) ?? 'done';
$pool = new Bgproc\Pool($work, ['workers' => 1, 'prefetch' => 1]);
pool_ready($pool);
$running = $pool->submit(300000);
$pool->dispatch(0.02);
$pending = [$pool->submit(0), $pool->submit(0)];
check_seconds(0.2, 2.0, seconds(fn () => $pool->close(10)), 'seconds of a close() that waits');
check_same(['done', Bgproc\State::Succeeded], [outcome($running), $running->getState()], 'what has run');
check_same([Bgproc\CancelledException::class, Bgproc\CancelledException::class], array_map('outcome', $pending), 'what was pending');
check_same(Bgproc\State::Stopped, $pending[0]->getState(), 'its state');

$pool = new Bgproc\Pool($work, ['workers' => 2]);
$pids = pool_ready($pool);
$running = [$pool->submit(60000000), $pool->submit(60000000)];
$pool->dispatch(0.02);
check_seconds(0.29, 2.0, seconds(fn () => $pool->close(0.3)), 'seconds of a close() that kills');
check_same([], array_filter($pids, 'is_alive'), 'workers');
foreach ($running as $future) {
    $outcome = outcome($future);
    check(in_array($outcome, [Bgproc\WorkerLostException::class, Bgproc\CancelledException::class], true), 'what was killed: ' . short($outcome));
}
/* Closed. */
check_seconds(0, 0.5, seconds(fn () => $pool->close()), 'a second one');
foreach (['submit' => fn () => $pool->submit(0), 'map' => fn () => $pool->map([0])] as $name => $call) {
    check_throws(Bgproc\StateException::class, $call, $name, '/closed/');
}
check_same([0, 0, 0, true, true], [$pool->count(), $pool->pending(), $pool->running(), $pool->isIdle(), $pool->wait()], 'numbers');
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
