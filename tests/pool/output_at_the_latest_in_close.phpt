--TEST--
Lines that nobody has waited for arrive in close()
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$lines = [];
$pool = new Bgproc\Pool(function ($n) { echo "line $n\n"; return $n; },
    ['workers' => 2, 'on_output' => function ($pid, $line) use (&$lines) { $lines[] = $line; }]);
pool_ready($pool);
$futures = array_map(fn ($n) => $pool->submit($n), range(1, 4));
$pool->dispatch();
usleep(200000);
$pool->close();
sort($lines);
check(count($lines) >= 2 && $lines === array_slice(['line 1', 'line 2', 'line 3', 'line 4'], 0, count($lines)), 'lines: ' . implode(', ', $lines));
foreach ($futures as $i => $future) {
    $outcome = outcome($future);
    check_same($outcome === $i + 1, in_array('line ' . ($i + 1), $lines, true), 'the line of each call that has run: ' . short($outcome));
}
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
