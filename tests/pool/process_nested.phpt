--TEST--
A pool in a worker works, and dies with it
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$file = test_dir() . '/pids';
$outer = new Bgproc\Pool(function (array $items, bool $die = false) use ($file) {
    static $inner = null;
    $inner ??= new Bgproc\Pool(fn ($n) => [$n * $n, getmypid()], ['workers' => 2]);
    $rows = $inner->map($items);
    file_put_contents($file, implode("\n", [...array_unique(array_column($rows, 1)), zygote_of($rows[0][1])]) . "\n", FILE_APPEND);
    $futures = $die ? [$inner->submit(1)] : [];
    return $die ? posix_kill(getmypid(), SIGKILL) : array_column($rows, 0);
}, ['workers' => 2, 'prefetch' => 1]);
for ($i = 0; $i < 4; $i++) {
    check_same([1, 4, 9, 16], outcome($outer->submit([1, 2, 3, 4])), "result $i");
}
check_same(Bgproc\WorkerLostException::class, outcome($outer->submit([1, 2], true)), 'the worker is killed');
check_same([25], outcome($outer->submit([5])), 'another one');
$outer->close();
$pids = array_map('intval', file($file));
check(wait_until(fn () => !array_filter($pids, 'is_alive'), at_most(2.0)), 'all workers of workers are gone');
/* By itself in a call. */
$outer = new Bgproc\Pool(fn ($n) => (new Bgproc\Pool(fn ($n) => $n + 1, ['workers' => 1]))->submit($n)->await(20), ['workers' => 2]);
check_same([2, 3, 4, 5], $outer->map([1, 2, 3, 4]), 'a pool for a call');
$outer->close();
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
