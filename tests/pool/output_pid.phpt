--TEST--
Pool: "on_output" gets the pid of the worker also for what setup() prints
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

for ($i = 0; $i < 15; $i++) {
    $lines = [];
    $pool = new Bgproc\Pool(fn () => getmypid(), ['workers' => 2, 'setup' => function () { echo getmypid(), "\n"; }, 'on_output' => function (int $pid, string $line) use (&$lines) { $lines[$line] = $pid; }]);
    $pids = [$pool->submit()->await(), $pool->submit()->await()];
    $pool->close();
    foreach ($lines as $line => $pid) {
        check_same((int) $line, $pid, 'pid');
    }
    check(isset($lines[$pids[0]]), 'the line came');
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
