--TEST--
Pool::dispatch(): the number of ends; 0 at once when nothing can come; null waits
--EXTENSIONS--
bgproc
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$dir = test_dir();
$pool = new Bgproc\Pool(function ($x) use ($dir) { if ($x) { while (!file_exists("$dir/$x")) { usleep(1000); clearstatcache(); } } return $x; }, ['workers' => 1, 'prefetch' => 0]);
pcntl_async_signals(true);
pcntl_signal(SIGALRM, fn () => throw new Exception('it hangs'));
pcntl_alarm(5);
$pool->submit(null)->await();
foreach ([0.0, 5.0, null] as $timeout) {
    check_seconds(0, 1, seconds(fn () => check_same(0, $pool->dispatch($timeout), 'nothing can come')), 'at once');
}
$pool->submit('one');
check_seconds(0, 1, seconds(fn () => check_same(0, $pool->dispatch(), 'not yet')), 'at once');
check_seconds(0.05, 2, seconds(fn () => check_same(0, $pool->dispatch(0.05), 'not within')), 'its time');
touch("$dir/one");
$n = 0;
check(wait_until(function () use ($pool, &$n) { return ($n += $pool->dispatch(null)) > 0; }), 'null waits');
check_same(1, $n, 'one');
$pool->submit(null);
$pool->submit(null);
$pool->submit(null);
$n = 0;
while (!$pool->isIdle()) {
    $n += $pool->dispatch(null);
}
check_same(3, $n, 'three in all');
check_same(0, $pool->dispatch(null), 'nothing any more');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
