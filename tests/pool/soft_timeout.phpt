--TEST--
Pool: "soft_timeout" throws CallTimeoutException inside the call, and the worker lives
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\{CallTimeoutException, State};

class Worker
{
    function spin() { for (;;); }
    function tidy() { try { for (;;); } catch (CallTimeoutException $e) { return 'tidied up: ' . get_class($e); } }
    function pid() { return getmypid(); }
    function quick() { usleep(1000); return 'quick'; }
}
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1, 'soft_timeout' => 0.1]);
$pid = $pool->pid()->await();
$future = $pool->spin();
$took = seconds(fn () => failure($future, CallTimeoutException::class, 'spin', '/soft timeout/'));
check_seconds(0.09, 2, $took, 'its time');
check_same(State::TimedOut, $future->getState(), 'state');
check_same($pid, $pool->pid()->await(), 'the worker lives');
check_same('tidied up: ' . CallTimeoutException::class, $pool->tidy()->await(), 'it can be caught');
check_same($pid, $pool->pid()->await(), 'the worker lives');
for ($i = 0; $i < 100; $i++) {
    $pool->quick()->await();
}
check_same([1, 0, 0], [$pool->stats()['timed_out'], $pool->stats()['lost'], $pool->stats()['respawned']], 'counts');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
