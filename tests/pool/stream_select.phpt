--TEST--
Pool::getStream() is readable when dispatch() has something to do
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { usleep(2000); return $x; }, ['workers' => 2]);
$stream = $pool->getStream();
check(is_resource($stream) && get_resource_type($stream) === 'stream', 'a stream');
$log = [];
$pool->onReturn(function ($x) use (&$log) { $log[] = $x; });
$sum = 0;
for ($i = 0; $i < 20; $i++) {
    $pool->submit($i);
}
$selects = 0;
while (!$pool->isIdle()) {
    $read = [$stream];
    $write = $except = null;
    if (stream_select($read, $write, $except, 5) !== 1) {
        check(false, 'the stream was never readable');
        break;
    }
    check_same([$stream], $read, 'readable');
    $selects++;
    $pool->dispatch();
}
sort($log);
check_same(range(0, 19), $log, 'every result came');
check($selects < 200, "it did not spin: $selects");
$read = [$stream];
check_same(0, stream_select($read, $write, $except, 0, 20000), 'nothing to do: not readable');
fclose($stream);
check_same('x', $pool->submit('x')->await(), 'the pool does not need the stream');
$stream = $pool->getStream();
$pool->submit('y');
$read = [$stream];
check_same(1, stream_select($read, $write, $except, 5), 'another stream');
$pool->wait();
/* Timeouts make it readable. */
$pool = new Bgproc\Pool(fn () => sleep(100), ['workers' => 1, 'timeout' => 0.2]);
$future = $pool->submit();
$stream = $pool->getStream();
for ($i = 0; !$future->isDone() && $i < 100; $i++) {
    $read = [$stream];
    check_same(1, stream_select($read, $write, $except, 5), 'readable');
    $pool->dispatch();
}
check($i < 10, "a few times: $i");
failure($future, Bgproc\CallTimeoutException::class, 'a timeout');
fclose($stream);

/** A loop that calls dispatch() only when the stream is readable; how often it did. */
function loop(Bgproc\Pool $pool, callable $until): int
{
    $stream = $pool->getStream();
    for ($count = 0; !$until() && $count < 100; $count++) {
        $read = [$stream];
        $write = $except = null;
        if (!check_same(1, stream_select($read, $write, $except, 5), 'readable')) {
            break;
        }
        $pool->dispatch();
    }
    return $count;
}

/* Calls that end without a worker. */
$told = [];
$tell = function (string $what) use (&$told): callable {
    return function () use (&$told, $what) { $told[] = $what; };
};
$until = function () use (&$told) { return $told !== []; };
$pool = new Bgproc\Pool(fn () => usleep(30000000), ['workers' => 1, 'prefetch' => 0, 'max_pending' => 1, 'overflow' => 'refuse']);
$running = $pool->submit();
loop($pool, fn () => $pool->running() === 1);
$stream = $pool->getStream();
$waiting = $pool->submit();
$pool->submit()->catch($tell('refused'));
check_between(1, 2, loop($pool, $until), 'a refused call');
check_same(['refused'], $told, 'a refused call');
$told = [];
$waiting->catch($tell('cancelled'));
$read = [$stream];
check_same(0, stream_select($read, $write, $except, 0, 20000), 'nothing to do');
check($waiting->cancel(), 'cancel()');
check_between(1, 2, loop($pool, $until), 'a cancelled call');
check_same(['cancelled'], $told, 'a cancelled call');
$read = [$stream];
check_same(0, stream_select($read, $write, $except, 0, 20000), 'nothing to do again');
$pool->close(0);
failure($running, Bgproc\WorkerLostException::class, 'closed');

/* Calls behind a long one go to a worker that is idle, also if the one that had them has not even begun the long one. */
for ($round = 0; $round < 10; $round++) {
    $pool = new Bgproc\Pool(fn ($us) => usleep($us), ['workers' => 2, 'prefetch' => 50]);
    $done = 0;
    $pool->onReturn(function () use (&$done) { $done++; });
    $long = $pool->submit(30000000);
    for ($i = 0; $i < 29; $i++) {
        $pool->submit(0);
    }
    check_between(1, 60, loop($pool, function () use (&$done) { return $done === 29; }), 'what waits behind a long call');
    check_same(29, $done, "round $round: all but the long one");
    $pool->close(0);
    failure($long, Bgproc\WorkerLostException::class, 'closed');
}

/* The same after methods that look after the pool themselves: any(), and cancel() of what runs already. */
foreach (['any', 'cancel'] as $method) {
    $pool = new Bgproc\Pool(fn ($us) => usleep($us), ['workers' => 2, 'prefetch' => 50]);
    $done = 0;
    $pool->onReturn(function () use (&$done) { $done++; });
    $stream = $pool->getStream();
    check(dispatch_until($pool, fn () => $pool->stats()['idle'] === 2), 'two workers');
    $long = $pool->submit(30000000);
    $short = $pool->submit(100000);
    for ($i = 0; $i < 10; $i++) {
        $pool->submit(0);
    }
    if ($method === 'any') {
        Bgproc\Future::any([$short]);
    } else {
        check(dispatch_until($pool, fn () => $short->isDone() || $done > 0), 'they work');
        check_same(false, $long->cancel(), 'it runs already');
    }
    check_between(0, 60, loop($pool, function () use (&$done) { return $done === 11; }), "after $method");
    check_same(11, $done, "all but the long one, after $method");
    $pool->close(0);
    failure($long, Bgproc\WorkerLostException::class, 'closed');
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
