--TEST--
pcntl_wait(-1), proc_open() and BackgroundProcess see nothing of the pool's workers
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn ($how) => match ($how) { 'exit' => exit(9), 'kill' => posix_kill(getmypid(), SIGKILL), default => getmypid() },
    ['workers' => 2, 'max_jobs' => 5]);
pool_ready($pool);
for ($i = 0; $i < 4; $i++) {
    outcome($pool->submit(''));
    $lost = $pool->submit($i % 2 ? 'exit' : 'kill');
    $e = check_throws(Bgproc\WorkerLostException::class, fn () => $lost->await(20), 'lost');
    check_same($i % 2 ? [null, 9] : [SIGKILL, null], [$e->getSignal(), $e->getExitCode()], 'how it has ended');
    check_same(0, pcntl_wait($status, WNOHANG), 'nothing to wait for');
    $child = pcntl_fork();
    if ($child === 0) {
        usleep(20000);
        posix_kill(getmypid(), SIGTERM);
    }
    check_same($child, pcntl_wait($status), 'pcntl_wait() gives only the own child');
    check_same(SIGTERM, pcntl_wtermsig($status), 'and its status');
    $process = proc_open(['sh', '-c', 'sleep 0.05; exit 4'], [], $pipes);
    outcome($pool->submit(''));
    check_same(4, proc_close($process), 'proc_close()');
    $process = start('exit 3');
    outcome($pool->submit(''));
    check_same([true, 3], [$process->wait(20), $process->getExitCode()], 'BackgroundProcess');
}
$pool->close();
check_same(-1, pcntl_wait($status, WNOHANG), 'no child is left');
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
