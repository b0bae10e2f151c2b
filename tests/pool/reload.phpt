--TEST--
Pool::reload(): every worker is replaced after its present call, none is lost
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    private int $n = 0;
    function execute($x = 0) { if ($x === 'slow') { touch($GLOBALS['runs']); usleep(100000); } return [getmypid(), ++$this->n]; }
}
$runs = test_dir() . '/runs';
$pool = new Bgproc\Pool(new Worker(), ['workers' => 2]);
$pool->map([1, 2, 3, 4]);
check(dispatch_until($pool, fn () => $pool->stats()['idle'] === 2), 'two');
$before = worker_pids($pool);
$slow = $pool->submit('slow');
check(dispatch_until($pool, fn () => file_exists($runs)), 'it runs');
$pool->reload();
$after = [];
for ($i = 0; $i < 10; $i++) {
    [$pid, $n] = $pool->submit()->await();
    $after[$pid] = $n;
}
check(in_array($slow->await()[0], $before, true), 'the present call ends in its worker');
check(dispatch_until($pool, fn () => array_intersect(worker_pids($pool), $before) === [] && $pool->stats()['idle'] === 2), 'both are new');
check_same(2, count($pool), 'two');
check_same(0, $pool->stats()['lost'], 'nothing was lost');
foreach (array_keys($after) as $pid) {
    check(!in_array($pid, $before, true), 'calls after reload() go to new workers');
}
check($pool->submit()->await()[1] <= 11, 'a fresh state');
check(wait_until(fn () => array_filter($before, 'is_alive') === []), 'the old ones are gone');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
