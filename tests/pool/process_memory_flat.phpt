--TEST--
The memory of the parent and of the workers is flat over many calls
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/* 200000 calls, or 1000000 with BGPROC_TEST_SLOW=1. Sanitizers keep what is freed, and find leaks by themselves. */
require __DIR__ . '/../inc/pool_processes.inc';

define('CALLS', repeats(200000, 1000000));
$pool = new Bgproc\Pool(fn ($n, $text) => [$n, $text], ['workers' => 2]);
$pids = pool_ready($pool);
$text = str_repeat('x', 100);
$run = function (int $calls) use ($pool, $text): void {
    for ($i = 0; $i < $calls; $i++) {
        $pool->submit($i, $text);
        if ($i % 1000 === 0) {
            $pool->wait();
        }
    }
    $pool->wait();
};
$run(intdiv(CALLS, 10));
$before = [memory_get_usage(), resident(), 1024 * (int) proc_status($pids[0])['RssAnon']];
$run(CALLS - intdiv(CALLS, 10));
$after = [memory_get_usage(), resident(), 1024 * (int) proc_status($pids[0])['RssAnon']];
check_same(CALLS, $pool->stats()['completed'], 'completed');
check_between(-1e9, 10000, $after[0] - $before[0], 'growth of what PHP uses');
if (!under_sanitizers()) {
    check_between(-1e9, 1 << 20, $after[1] - $before[1], 'growth of the parent');
    check_between(-1e9, 1 << 20, $after[2] - $before[2], 'growth of a worker');
}
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
