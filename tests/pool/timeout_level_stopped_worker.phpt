--TEST--
Calls that a stopped worker has not begun go to one that is idle
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn (int $us, string $name) => [usleep($us), getmypid(), $name], ['workers' => 2, 'prefetch' => 4]);
pool_ready($pool);
$stopped = $pool->submit(0, 'which is next')->await(20)[1];
posix_kill($stopped, SIGSTOP);
$first = $pool->submit(0, 'to the stopped one');
$other = $pool->submit(50000, 'to the other one');
$calls = [];
for ($i = 0; $i < 6; $i++) {
    $calls[] = $pool->submit(0, "call $i");
}
$pids = [];
foreach ($calls as $i => $call) {
    $pids[] = outcome($call, 10.0)[1] ?? 0;
}
check(!in_array($stopped, $pids, true) && !in_array(0, $pids, true), 'all by the other one');
check($pool->stats()['bytes_sent'] < 5000, 'they are not sent again and again: ' . $pool->stats()['bytes_sent']);
posix_kill($stopped, SIGCONT);
check_same('to the stopped one', $first->await(20)[2], 'the stopped one');
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
