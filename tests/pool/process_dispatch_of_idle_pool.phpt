--TEST--
dispatch(null) returns at once when nothing can arrive
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

/* A script of its own, since it would hang. */
[$exit, $output] = run_script(<<<'CODE'
    pcntl_alarm(5);
    $pool = new Bgproc\Pool(fn () => posix_getppid(), ['workers' => 1]);
    check_same(0, $pool->dispatch(null), 'before any call');
    $zygote = $pool->submit()->await(20);
    pool_ready($pool);
    check_same(0, $pool->dispatch(null), 'after the last call');
    $future = $pool->submit();
    check_same(1, $pool->dispatch(null), 'of one call');
    posix_kill($zygote, SIGKILL);
    check_same(true, $pool->wait(5), 'wait()');
    check_same(0, $pool->dispatch(null), 'of a pool without a starter');
    $pool->close();
    check_same(0, $pool->dispatch(null), 'of a closed pool');
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
