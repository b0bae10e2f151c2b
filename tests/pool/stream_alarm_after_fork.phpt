--TEST--
Processes that are forked from the parent do not take back what its stream has to tell
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$forks = [
    'a child that ends' => function () {
        $pid = pcntl_fork();
        if ($pid === 0) {
            exit(0);
        }
        pcntl_waitpid($pid, $status);
    },
    'another pool' => function () {
        $pool = new Bgproc\Pool('strlen', ['workers' => 1]);
        check_same(1, $pool->submit('x')->await(20), 'it works');
        $pool->close();
    },
    'Pool::run()' => fn () => Bgproc\Pool::run(fn () => 1),
    'a process' => fn () => (new BackgroundProcess(['true'], ['working_directory' => test_dir() . '/state']))->run(),
];
foreach ($forks as $name => $fork) {
    $pool = new Bgproc\Pool(fn () => usleep(30000000), ['workers' => 1, 'prefetch' => 0]);
    pool_ready($pool);
    $running = $pool->submit();
    $waiting = $pool->submit();
    $stream = $pool->getStream();
    $told = false;
    $waiting->catch(function () use (&$told) { $told = true; });
    check($waiting->cancel(), 'cancel()');
    $fork();
    $read = [$stream];
    $write = $except = null;
    check_same(1, stream_select($read, $write, $except, 10), "readable after $name");
    $pool->dispatch();
    check($told, 'the call that was cancelled');
    $pool->close(0);
    check_same(Bgproc\WorkerLostException::class, outcome($running), 'the other call');
}
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
