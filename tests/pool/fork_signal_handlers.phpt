--TEST--
Handlers that the parent has set do not run in workers
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$log = test_dir() . '/log';
touch($log);
$here = 0;
$handler = function (int $signal) use ($log, &$here) {
    $here++;
    file_put_contents($log, getmypid() . "\n", FILE_APPEND);
};
foreach ([true, false] as $async) {
    pcntl_async_signals($async);
    pcntl_signal(SIGUSR1, $handler);
    pcntl_signal(SIGTERM, $handler);
    pcntl_signal(SIGCHLD, $handler);
    if (!$async) {
        /* Queued by pcntl before the fork: it belongs to the parent alone. */
        posix_kill(getmypid(), SIGUSR1);
    }
    $pool = new Bgproc\Pool(function ($what) {
        for ($i = 0; $what === 'wait' && $i < 2000; $i++) {
            usleep(10000);
            pcntl_signal_dispatch();
        }
        pcntl_signal_dispatch();
        return [getmypid(), pcntl_signal_get_handler(SIGUSR1), pcntl_signal_get_handler(SIGTERM)];
    }, ['workers' => 1]);
    foreach ([SIGUSR1, SIGTERM] as $signal) {
        [$pid, $usr1, $term] = outcome($pool->submit(''));
        check_same([SIG_DFL, SIG_DFL], [$usr1, $term], 'handlers in the worker');
        $future = $pool->submit('wait');
        $pool->dispatch(0.05);
        posix_kill($pid, $signal);
        $e = check_throws(Bgproc\WorkerLostException::class, fn () => $future->await(10), "signal $signal");
        check_same([$pid, $signal], [$e?->getPid(), $e?->getSignal()], 'it dies of the signal');
    }
    $pool->close();
    if (!$async) {
        pcntl_signal_dispatch();
    }
}
check_same([(string) getmypid()], array_unique(file($log, FILE_IGNORE_NEW_LINES)) ?: [(string) getmypid()], 'where handlers have run');
/* Once for the queued one, and once or twice when a zygote has ended (SIGCHLD). */
check_between(1, 4, $here, 'how often');
pcntl_signal(SIGCHLD, SIG_DFL);
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
