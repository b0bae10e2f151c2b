--TEST--
Pool::each(): an endless generator is read only as fast as its items are worked off
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$read = 0;
$endless = function () use (&$read) { for (;;) { yield $read++; } };
foreach ([1, 4, 50] as $max_pending) {
    $pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 2, 'max_pending' => $max_pending]);
    $read = $n = 0;
    $most = 0;
    foreach ($pool->each($endless()) as $value) {
        $n++;
        $most = max($most, $read - $n);
        if ($n % 100 === 0) { usleep(500); }
        if ($n === 1000) { break; }
    }
    check($most <= $max_pending, "at most $max_pending ahead: $most");
    check_same(true, $pool->wait(5), 'it ends after break');
    check_same('x', $pool->submit('x')->await(), 'the pool works');
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
