--TEST--
Pool::each(): leaving the loop cancels what has not begun, and lets end what runs
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function execute($x) { file_put_contents($GLOBALS['notes'], "$x\n", FILE_APPEND); if ($x === 'bad') { throw new DomainException('bad'); } usleep(1000); return $x; }
}
$notes = test_dir() . '/notes';
$pool = new Bgproc\Pool(new Worker(), ['workers' => 2, 'prefetch' => 0]);
foreach ($pool->each(range(1, 1000)) as $x) {
    break;
}
check_same(true, $pool->wait(20), 'it ends');
$n = count(file($notes));
check($n < 50, "few were begun: $n");
check_same(0, $pool->pending(), 'nothing waits');
check_same($n, $pool->stats()['completed'], 'what was begun has ended');
/* An exception in the loop. */
check_throws(RangeException::class, function () use ($pool) { foreach ($pool->each(range(1, 1000)) as $x) { throw new RangeException('loop'); } }, 'an exception in the loop');
check_same(true, $pool->wait(20), 'it ends');
check(count(file($notes)) < 100, 'few were begun');
/* A failure. */
$seen = [];
check_throws(DomainException::class, function () use ($pool, &$seen) { foreach ($pool->each([1, 2, 'bad', ...range(4, 1000)]) as $x) { $seen[] = $x; } }, 'a failure', '/^bad$/');
check_same([], warnings(fn () => $pool->wait(20)), 'no warnings');
check(count(file($notes)) < 150, 'few were begun');
/* Never begun: nothing is taken. */
$read = 0;
$pool->each((function () use (&$read) { $read++; yield 1; })());
check_same(0, $read, 'an iterator that nobody reads takes nothing');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
