--TEST--
Future::await() with a timeout throws TimeoutException, and the call goes on
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$go = test_dir() . '/go';
$pool = new Bgproc\Pool(function () use ($go) { while (!file_exists($go)) { usleep(1000); clearstatcache(); } return 'done'; }, ['workers' => 1]);
$future = $pool->submit();
foreach ([0.0, 0.05, 0] as $timeout) {
    $took = seconds(function () use ($future, $timeout) {
        $e = check_throws(Bgproc\TimeoutException::class, fn () => $future->await($timeout), "await($timeout)");
        check_same(Bgproc\TimeoutException::class, get_class($e), 'a plain one');
    });
    check_seconds($timeout, $timeout + 1, $took, "await($timeout)");
    check_same(false, $future->isDone(), 'it is not done');
}
check_same([Bgproc\State::Running, null], [$future->getState(), $future->getError()], 'it runs');
touch($go);
check_same('done', $future->await(20), 'it has gone on');
check_same('done', $future->await(0), 'again, without time');
check_same('done', $future->await(), 'again');
check_same(0, $pool->stats()['lost'] + $pool->stats()['timed_out'], 'nobody was killed');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
