--TEST--
The options "title", "nice" and "limits" hold for every worker, not for the parent
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$name = trim(file_get_contents('/proc/self/comm'));
$pool = new Bgproc\Pool(fn ($die) => $die ? exit(0) : [getmypid(), pcntl_getpriority()],
    ['workers' => 1, 'title' => 'my pool', 'nice' => 7, 'limits' => ['nofile' => 77, 'core' => 0]]);
foreach ([1, 2] as $round) {
    [$pid, $nice] = outcome($pool->submit(false));
    check_same(7, $nice, 'nice');
    check(str_contains(file_get_contents("/proc/$pid/comm"), 'my pool'), 'title: ' . file_get_contents("/proc/$pid/comm"));
    check((bool) preg_match('/^Max open files +77 +77 /m', file_get_contents("/proc/$pid/limits")), 'limits');
    outcome($pool->submit(true));
}
check_same([$name, 0], [trim(file_get_contents('/proc/self/comm')), pcntl_getpriority()], 'the parent');
check(!preg_match('/^Max open files +77 /m', file_get_contents('/proc/self/limits')), 'its limits');
$pool->close();
foreach ([['nice' => 20], ['nice' => -1], ['limits' => ['no_such' => 1]], ['limits' => ['nofile' => -5]]] as $bad) {
    check_throws(ValueError::class, fn () => new Bgproc\Pool(fn () => 1, $bad), json_encode($bad));
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
