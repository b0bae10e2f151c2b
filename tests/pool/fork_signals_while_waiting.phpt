--TEST--
Signal handlers of the parent run while it waits for a call
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

pcntl_async_signals(true);
$begin = 0;
$at = [];
pcntl_signal(SIGUSR1, function () use (&$begin, &$at) { $at[] = (hrtime(true) - $begin) / 1e9; });
$pool = new Bgproc\Pool(fn () => usleep(900000) ?? 'done', ['workers' => 1]);
pool_ready($pool);
$waits = [
    'await' => fn ($future) => $future->await(20),
    'wait' => fn ($future) => $pool->wait(20) ? $future->await() : null,
    'dispatch' => fn ($future) => $pool->dispatch(null) ? $future->await() : null,
];
foreach ($waits as $name => $wait) {
    $at = [];
    $future = $pool->submit();
    $pool->dispatch();
    $begin = hrtime(true);
    $sender = proc_open(['sh', '-c', 'sleep 0.1; kill -USR1 ' . getmypid() . '; sleep 0.1; kill -USR1 ' . getmypid()], [], $pipes);
    check_same('done', $wait($future), "the result of $name");
    check_same(2, count($at), "handlers during $name");
    check_seconds(0.1, 0.7, $at[1] ?? 99, "handled during $name, not after it");
    check_same(0, proc_close($sender), 'exit code');
}
/* An exception of a handler leaves the wait; the call goes on. */
pcntl_signal(SIGUSR1, fn () => throw new LogicException('from the handler'));
$future = $pool->submit();
$sender = proc_open(['sh', '-c', 'sleep 0.1; kill -USR1 ' . getmypid()], [], $pipes);
check_throws(LogicException::class, fn () => $future->await(20), 'await', '/from the handler/');
check_same(false, $future->isDone(), 'it is not done');
check_same('done', $future->await(20), 'it can be awaited again');
proc_close($sender);
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
