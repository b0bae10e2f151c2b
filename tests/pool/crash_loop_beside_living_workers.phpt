--TEST--
A crash loop of additional workers ends too, while those that were there before serve
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$flag = test_dir() . '/down';
$pool = new Bgproc\Pool(fn () => usleep(10000), ['workers' => 4, 'min_workers' => 1, 'prefetch' => 0,
    'setup' => fn () => file_exists($flag) ? throw new RuntimeException('down') : 0]);
pool_ready($pool);
touch($flag);
for ($i = 0; $i < 50; $i++) {
    $pool->submit();
}
check($pool->wait(30), 'one worker does all');
check_same([50, 0, 1], [$pool->stats()['completed'], $pool->stats()['lost'], $pool->stats()['workers'] - count($pool) + 1], 'all calls');
unlink($flag);
check(wait_until(function () use ($pool) {
    while ($pool->pending() < 20) {
        $pool->submit();
    }
    $pool->dispatch(0.01);
    return $pool->stats()['idle'] + $pool->stats()['busy'] === 4;
}, 60), 'four workers');
$pool->close(20);
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
