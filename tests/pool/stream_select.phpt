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
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
