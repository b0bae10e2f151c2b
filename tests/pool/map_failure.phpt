--TEST--
Pool::map(): the first failure in time is thrown, what has not begun is cancelled, what runs ends
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function execute($x)
    {
        file_put_contents($GLOBALS['notes'], "$x\n", FILE_APPEND);
        if ($x === 'slow') { while (!file_exists($GLOBALS['go'])) { usleep(1000); clearstatcache(); } touch($GLOBALS['end']); throw new RangeException('slow'); }
        if ($x === 'bad') { while (!str_contains(file_get_contents($GLOBALS['notes']), 'slow')) { usleep(1000); } throw new DomainException('bad'); }
        return $x;
    }
}
$notes = test_dir() . '/notes';
$go = test_dir() . '/go';
$end = test_dir() . '/end';
touch($notes);
$pool = new Bgproc\Pool(new Worker(), ['workers' => 2, 'prefetch' => 0]);
$took = seconds(fn () => check_throws(DomainException::class, fn () => $pool->map(['slow', 'bad', ...range(1, 500)]), 'the first in time', '/^bad$/'));
check_seconds(0, 5, $took, 'at once');
check(!file_exists($end), 'the other still runs');
touch($go);
check_same([], warnings(fn () => check_same(true, $pool->wait(20), 'it ends')), 'its failure is dropped without a warning');
check(file_exists($end), 'it was not killed');
check(count(file($notes)) < 100, 'most were never begun: ' . count(file($notes)));
check_same([0, 0], [$pool->pending(), $pool->running()], 'nothing is left');
check_same(['k' => 'good'], $pool->map(['k' => 'good']), 'the pool works');
check_same([0, 0], [$pool->stats()['lost'], $pool->stats()['respawned']], 'no worker was lost');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
