--TEST--
Pool: "timeout" kills a worker that sleeps, spins or is stopped; other calls are unharmed
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\{CallTimeoutException, State, TimeoutException};

class Worker
{
    function sleep() { sleep(100); }
    function spin() { for (;;); }
    function stop() { posix_kill(getmypid(), SIGSTOP); }
    function ignore() { try { sleep(100); } finally { for (;;); } }
    function regex() { ini_set('pcre.backtrack_limit', '1000000000'); ini_set('pcre.jit', '0'); return preg_match('/^(a+)+$/', str_repeat('a', 40) . 'b'); }
    function works($x) { usleep(50000); return $x; }
}
$pool = new Bgproc\Pool(new Worker(), ['workers' => 5, 'timeout' => 0.3]);
$futures = [];
foreach (['sleep', 'spin', 'stop', 'regex'] as $method) {
    $futures[$method] = $pool->$method();
}
$others = [];
for ($i = 0; $i < 8; $i++) {
    $others[] = $pool->works($i);
}
$took = seconds(function () use ($futures) {
    foreach ($futures as $method => $future) {
        $e = failure($future, CallTimeoutException::class, $method, '/within its timeout of 0\.300 s/');
        check($e instanceof TimeoutException, 'a TimeoutException');
        check_same(State::TimedOut, $future->getState(), $method);
    }
});
check_seconds(0.2, 5, $took, 'their time');
check_same(range(0, 7), Bgproc\Future::all($others), 'the others');
check_same([4, 0], [$pool->stats()['timed_out'], $pool->stats()['lost']], 'counts');
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
