--TEST--
Deaths of workers that have done something do not open the circuit
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn (bool $die) => $die ? posix_kill(getmypid(), SIGKILL) : 'well', ['workers' => 1]);
for ($i = 0; $i < 12; $i++) {
    check_same('well', outcome($pool->submit(false)), "call $i");
    check_same(Bgproc\WorkerLostException::class, outcome($pool->submit(true)), "death $i");
}
check_same([12, 12], [$pool->stats()['lost'], $pool->stats()['completed']], 'stats');
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
