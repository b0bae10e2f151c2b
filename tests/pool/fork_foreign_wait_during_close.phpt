--TEST--
A foreign wait(-1) that takes the end of the starter of workers costs no hang
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

pcntl_async_signals(true);
pcntl_signal(SIGCHLD, function () {
    while (pcntl_wait($status, WNOHANG) > 0) {
    }
});
for ($i = 0; $i < 5; $i++) {
    $pool = new Bgproc\Pool(fn ($n) => $n, ['workers' => 2]);
    check_same([1, 2, 3], $pool->map([1, 2, 3]), 'results');
    check_seconds(0, 2.0, seconds(fn () => $i % 2 ? $pool->close() : ($pool = null)), 'seconds to close');
}
/* An ignored SIGCHLD reaps by itself. */
pcntl_signal(SIGCHLD, SIG_IGN);
$pool = new Bgproc\Pool(fn ($how) => $how === 'exit' ? exit(9) : $how, ['workers' => 1]);
check_same('x', outcome($pool->submit('x')), 'result');
$future = $pool->submit('exit');
$e = check_throws(Bgproc\WorkerLostException::class, fn () => $future->await(20), 'exit');
check_same(9, $e?->getExitCode(), 'the exit code is known, since workers are children of another process');
check_seconds(0, 2.0, seconds(fn () => $pool->close()), 'seconds to close');
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
