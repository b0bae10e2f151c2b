--TEST--
Calls that waited in a worker behind one that was killed are carried out once, by another
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$log = test_dir() . '/done';
$pool = new Bgproc\Pool(function (int $n) use ($log) {
    file_put_contents($log, "$n\n", FILE_APPEND);
    return $n === 5 ? sleep(60) : $n;
}, ['workers' => 1, 'timeout' => 0.3, 'prefetch' => 8]);
$futures = [];
for ($n = 1; $n <= 20; $n++) {
    $futures[$n] = $pool->submit($n);
}
foreach ($futures as $n => $future) {
    check_same($n === 5 ? Bgproc\CallTimeoutException::class : $n, outcome($future), "call $n");
}
$done = array_map('intval', file($log));
sort($done);
check_same(range(1, 20), $done, 'what was done');
check_same([1, 19, 0], [$pool->stats()['timed_out'], $pool->stats()['completed'], $pool->stats()['lost']], 'timed out, completed, lost');
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
