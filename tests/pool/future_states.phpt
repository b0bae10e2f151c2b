--TEST--
Future: each state, isDone() and getError()
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\State;

class Worker
{
    function block() { touch($GLOBALS['runs']); while (!file_exists($GLOBALS['go'])) { usleep(1000); clearstatcache(); } return 'blocked'; }
    function fail() { throw new DomainException('failed'); }
    function forever() { sleep(100); }
    function exit() { exit(5); }
    function value() { return null; }
}
$runs = test_dir() . '/runs';
$go = test_dir() . '/go';
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1, 'prefetch' => 0]);
$first = $pool->block();
$second = $pool->value();
check_same([1, 2], [$first->id, $second->id], 'ids');
check(dispatch_until($pool, fn () => file_exists($runs)), 'it runs');
check_same([State::Running, State::Delayed], [$first->getState(), $second->getState()], 'running, and waiting');
check_same([false, false], [$first->isDone(), $second->isDone()], 'isDone()');
check_same([null, null], [$first->getError(), $second->getError()], 'getError()');
check_same([1, 1], [$pool->running(), $pool->pending()], 'running(), pending()');
touch($go);
check_same('blocked', $first->await(), 'the result');
check_same(null, $second->await(), 'a result that is null');
check_same([State::Succeeded, true, null], [$second->getState(), $second->isDone(), $second->getError()], 'succeeded');
check_same([0, 0], [$pool->running(), $pool->pending()], 'running(), pending()');
$future = $pool->fail();
check(dispatch_until($pool, fn () => $future->isDone()), 'it fails');
check_same([State::Failed, 'failed'], [$future->getState(), $future->getError()->getMessage()], 'failed');
check($future->getError() === failure($future, DomainException::class, 'await() throws it'), 'the same');
check($future->getError() === failure($future, DomainException::class, 'again'), 'the same again');
$future = $pool->exit();
check(dispatch_until($pool, fn () => $future->isDone()), 'it is lost');
check_same([State::Lost, 5], [$future->getState(), $future->getError()->getExitCode()], 'lost');
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1, 'timeout' => 0.1, 'prefetch' => 0]);
$future = $pool->forever();
check(dispatch_until($pool, fn () => $future->isDone()), 'its time passes');
check_same(State::TimedOut, $future->getState(), 'timed out');
check($future->getError() instanceof Bgproc\CallTimeoutException, 'error');
failure($future, Bgproc\TimeoutException::class, 'also a TimeoutException');
unlink($go);
$pool->block();
$future = $pool->value();
check_same(true, $future->cancel(), 'cancel()');
check_same([State::Stopped, true], [$future->getState(), $future->isDone()], 'stopped');
check($future->getError() instanceof Bgproc\CancelledException, 'error');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
