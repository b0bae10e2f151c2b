--TEST--
Pools that are made and closed again and again leave nothing
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$make = function (int $i): void {
    $pool = new Bgproc\Pool(fn ($n) => $i % 5 ? $n : exit(0), ['workers' => 2]);
    $future = $pool->submit(7);
    if ($i % 3) {
        outcome($future);
    } else {
        $future->catch(fn () => null);
    }
    $i % 2 ? $pool->close() : null;
};
for ($i = 0; $i < 5; $i++) {
    $make($i);
}
gc_collect_cycles();
$before = [count(open_descriptors()), memory_get_usage()];
for ($i = 0; $i < repeats(60, 500); $i++) {
    $make($i);
}
gc_collect_cycles();
check_same($before[0], count(open_descriptors()), 'descriptors');
check(memory_get_usage() - $before[1] < 10000, 'memory: ' . (memory_get_usage() - $before[1]));
check_same([], children_by_parent(true)[getmypid()] ?? [], 'children');
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
