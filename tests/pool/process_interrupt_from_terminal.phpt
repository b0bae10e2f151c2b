--TEST--
Ctrl-C reaches only the parent, which decides what happens to its workers
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

[$exit, $output] = run_script(<<<'CODE'
    posix_setpgid(0, 0);
    $seen = 0;
    pcntl_async_signals(true);
    pcntl_signal(SIGINT, function () use (&$seen) { $seen++; });
    pcntl_signal(SIGQUIT, function () use (&$seen) { $seen++; });
    $pool = new Bgproc\Pool(fn () => usleep(300000) ?? getmypid(), ['workers' => 2]);
    $pids = pool_ready($pool);
    $future = $pool->submit();
    $pool->dispatch(0.01);
    posix_kill(-getmypid(), SIGINT);
    posix_kill(-getmypid(), SIGQUIT);
    check(in_array($future->await(20), $pids, true), 'the call ends as usual');
    check_same(2, $seen, 'handlers');
    check_same($pids, worker_pids($pool), 'workers');
    check_same(posix_getsid(0), posix_getsid($pids[0]), 'the session is the same');
    $pool->close();
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
