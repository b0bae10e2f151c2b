--TEST--
Pool: handlers of signals are called while it waits, and what they throw comes out
--EXTENSIONS--
bgproc
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

pcntl_async_signals(true);
$go = test_dir() . '/go';
$pool = new Bgproc\Pool(function () use ($go) { while (!file_exists($go)) { usleep(1000); clearstatcache(); } return 'done'; }, ['workers' => 1]);
$future = null;
$waits = ['await()' => function () use (&$future) { $future->await(10); }, 'wait()' => fn () => $pool->wait(10), 'dispatch()' => fn () => $pool->dispatch(10), 'all()' => function () use (&$future) { Bgproc\Future::all([$future], 10); },
    'map()' => fn () => $pool->map([1]), 'each()' => function () use ($pool) { foreach ($pool->each([1]) as $x) {} }];
pcntl_signal(SIGALRM, fn () => throw new RangeException('by the signal'));
foreach ($waits as $name => $wait) {
    @unlink($go);
    $future = $pool->submit();
    $pid = pcntl_fork();
    if ($pid === 0) {
        usleep(50000);
        posix_kill(posix_getppid(), SIGALRM);
        posix_kill(getmypid(), SIGKILL);
    }
    $took = seconds(fn () => check_throws(RangeException::class, $wait, $name, '/^by the signal$/'));
    check_seconds(0, 3, $took, $name);
    pcntl_waitpid($pid, $status);
    touch($go);
    check_same(true, $pool->wait(10), "$name: it goes on");
    check_same('done', $future->await(0), "$name: the result");
}
/* Workers do not have the handlers of the parent. */
$pool = new Bgproc\Pool(fn ($n) => pcntl_signal_get_handler($n), ['workers' => 1]);
check_same(SIG_DFL, $pool->submit(SIGALRM)->await(), 'default in the worker');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
