--TEST--
64 pools at once
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$before = count(open_descriptors());
$pools = [];
for ($i = 0; $i < repeats(64, 64); $i++) {
    $pools[] = new Bgproc\Pool(fn ($n) => [$i, $n, getmypid()], ['workers' => 1]);
}
$pids = [];
foreach ([1, 2] as $round) {
    $futures = [];
    foreach ($pools as $i => $pool) {
        $futures[$i] = $pool->submit($round);
    }
    foreach (Bgproc\Future::all($futures, at_most(30.0)) as $i => $result) {
        check_same([$i, $round], array_slice($result, 0, 2), "pool $i");
        $pids[$result[2]] = true;
    }
}
check_same(count($pools), count($pids), 'workers');
$pools = $futures = $pool = null;
check_same($before, count(open_descriptors()), 'descriptors');
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
