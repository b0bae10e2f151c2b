--TEST--
A worker that comes later has nothing of what the parent has opened meanwhile
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn ($die) => $die ? exit(0) : getmypid(), ['workers' => 2]);
$old = pool_ready($pool);
$usual = descriptors_of($old[0]);
$file = fopen(write_file('secret', 'x'), 'r');
[$one, $two] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$server = stream_socket_server('unix://' . test_dir() . '/socket');
$pool2 = new Bgproc\Pool(fn () => 1, ['workers' => 1]);
outcome($pool2->submit());
for ($i = 0; $i < 2; $i++) {
    outcome($pool->submit(false));
    outcome($pool->submit(true));
}
$pool->reload();
drive_until($pool, fn () => $pool->count() === 2 && !array_intersect($old, worker_pids($pool)));
$own = open_descriptors();
foreach (pool_ready($pool) as $pid) {
    check(!in_array($pid, $old, true), 'a new one');
    $descriptors = descriptors_of($pid);
    check_same(array_keys($usual), array_keys($descriptors), 'numbers of descriptors');
    check_same([], array_filter($descriptors, fn ($target) => str_contains($target, 'secret')), 'the file');
    $sockets = sockets_of($pid);
    check_same(1, count($sockets), 'one socket');
    check_same([], array_intersect($sockets, $own), 'no socket of the parent');
}
$pool->close();
$pool2->close();
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
