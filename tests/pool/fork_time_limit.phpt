--TEST--
The time limit of PHP ends a call in a worker, and that of the parent does not count there
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

[$exit, $output] = run_script(<<<'CODE'
    $spin = function (float $seconds) { $end = microtime(true) + $seconds; while (microtime(true) < $end) { } return 'done'; };
    set_time_limit(1);
    $pool = new Bgproc\Pool(function (float $seconds, int $limit) use ($spin) {
        set_time_limit($limit);
        return $spin($seconds);
    }, ['workers' => 1, 'on_output' => fn () => 0]);
    set_time_limit(0);
    check_same('done', $pool->submit(1.5, 0)->await(20), 'without a limit');
    check_throws(Bgproc\WorkerLostException::class, fn () => $pool->submit(15.0, 1)->await(20), 'with one', '/Maximum execution time of 1 second/');
    check_same('done', $pool->submit(0.1, 0)->await(20), 'the next one');
    check_same('done', $spin(1.2), 'here');
    echo 'end';
    CODE);
check_same([0, 'end'], [$exit, $output], 'script');
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
