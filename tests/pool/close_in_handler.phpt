--TEST--
A handler may close the pool
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

foreach (['onReturn', 'on_output', 'then'] as $where) {
    $pool = null;
    $close = function () use (&$pool) { $pool?->close(0); };
    $pool = new Bgproc\Pool(function ($us) { echo "x\n"; usleep($us); return 1; }, ['workers' => 2, 'on_output' => $where === 'on_output' ? $close : fn () => 0]);
    if ($where === 'onReturn') {
        $pool->onReturn($close);
    }
    $futures = [$pool->submit(1000), $pool->submit(60000000), $pool->submit(0)];
    if ($where === 'then') {
        $futures[] = $futures[0]->then($close);
    }
    $begin = hrtime(true);
    foreach ($futures as $future) {
        outcome($future, 5);
    }
    check_seconds(0, 3.0, (hrtime(true) - $begin) / 1e9, "seconds with $where");
    check_same(0, $pool->count(), "workers with $where");
    check_throws(Bgproc\StateException::class, fn () => $pool->submit(0), "submit with $where");
}
unset($pool, $futures, $future, $close);
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
