--TEST--
Calls that end about when their soft timeout comes: each has its own outcome, and no exception hits another
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(function (int $n) {
    $end = hrtime(true) + 19500000 + ($n % 10) * 100000;
    while (hrtime(true) < $end) {
    }
    return $n;
}, ['workers' => 2, 'soft_timeout' => 0.02, 'timeout' => 20]);
$futures = [];
for ($i = 0; $i < repeats(60, 1000); $i++) {
    $futures[$i] = $pool->submit($i);
}
$bad = 0;
foreach ($futures as $i => $future) {
    $outcome = outcome($future);
    $bad += $outcome !== $i && $outcome !== Bgproc\CallTimeoutException::class;
}
check_same(0, $bad, 'other outcomes');
check_same([0, 0], [$pool->stats()['lost'], $pool->stats()['respawned']], 'lost and replaced');
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
