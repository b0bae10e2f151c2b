--TEST--
Pool: "overflow" => "throw", "refuse" and "drop_oldest" with no room
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\{CancelledException, Pool, QueueFullException, State};

$go = test_dir() . '/go';
$work = function ($x) use ($go) { while (!file_exists($go)) { usleep(1000); clearstatcache(); } return $x; };
foreach (['throw', 'refuse', 'drop_oldest'] as $overflow) {
    @unlink($go);
    $pool = new Pool($work, ['workers' => 1, 'max_pending' => 2, 'overflow' => $overflow, 'prefetch' => 0]);
    $running = $pool->submit('running');
    check(dispatch_until($pool, fn () => $pool->running() === 1), 'one runs');
    $a = $pool->submit('a');
    $b = $pool->submit('b');
    check_same(2, $pool->pending(), 'two wait');
    switch ($overflow) {
        case 'throw':
            check_throws(QueueFullException::class, fn () => $pool->submit('c'), 'throw', '/2 calls wait for a worker/');
            check_throws(Bgproc\Exception::class, fn () => $pool->submit('c'), 'again');
            break;
        case 'refuse':
            $c = $pool->submit('c');
            check_same([true, State::Failed], [$c->isDone(), $c->getState()], 'refused');
            failure($c, QueueFullException::class, 'refuse', '/2 calls wait for a worker/');
            check_same('caught', $pool->submit('c')->catch(fn (QueueFullException $e) => 'caught')->await(5), 'catch()');
            check_same(1, count(warnings(function () use ($pool) { $pool->submit('c'); $pool->dispatch(); })), 'one that nobody looks at is a warning');
            break;
        case 'drop_oldest':
            $c = $pool->submit('c');
            check_same([State::Stopped, State::Delayed, State::Delayed], [$a->getState(), $b->getState(), $c->getState()], 'the oldest is dropped');
            failure($a, CancelledException::class, 'dropped', '/newer call has taken its place/');
            break;
    }
    check_same(2, $pool->pending(), 'two wait');
    touch($go);
    check_same(['running', 'b'], [$running->await(), $b->await()], 'they end');
    check_same($overflow === 'drop_oldest' ? 'c' : 'a', ($overflow === 'drop_oldest' ? $c : $a)->await(), 'the other');
    check_same('room', $pool->submit('room')->await(), 'there is room again');
    $pool->close();
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
