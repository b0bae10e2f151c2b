--TEST--
Pool: a result that cannot be sent is a PayloadException of its future, and the worker lives
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Refuses { function __serialize(): array { throw new DomainException('I do not travel'); } }
class Exits { function __serialize(): array { exit(4); } }
class Worker
{
    function pid() { return getmypid(); }
    function closure() { return fn () => 1; }
    function generator() { return (function () { yield 1; })(); }
    function resource() { return fopen('/dev/null', 'r'); }
    function deep() { return ['a' => [1, ['b' => STDIN]]]; }
    function anonymous() { return new class {}; }
    function refuses() { return [1, new Refuses()]; }
    function exits() { return new Exits(); }
}
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
$pid = $pool->pid()->await();
foreach (['closure' => '/Closure/', 'generator' => '/Generator/', 'resource' => '/resource/', 'deep' => '/resource/', 'anonymous' => '/class@anonymous/', 'refuses' => '/result.*: I do not travel/'] as $method => $pattern) {
    $future = $pool->call($method);
    $e = failure($future, Bgproc\PayloadException::class, $method, $pattern);
    check_same(Bgproc\State::Failed, $future->getState(), "$method: state");
    check($future->getError() === $e, "$method: getError()");
    check_same($pid, $pool->pid()->await(), "$method: the worker lives");
}
$e = failure($pool->refuses(), Bgproc\PayloadException::class, 'refuses');
$previous = [];
for ($p = $e; $p; $p = $p->getPrevious()) { $previous[] = get_class($p) . ': ' . $p->getMessage(); }
check(in_array('DomainException: I do not travel', $previous, true), 'what the class has thrown is a previous one: ' . implode(', ', $previous));
check_same(0, $pool->stats()['lost'] + $pool->stats()['respawned'], 'none was lost');
$e = failure($pool->exits(), Bgproc\WorkerLostException::class, 'exit() while it is serialized');
check_same(4, $e?->getExitCode(), 'exit code');
check($pid !== $pool->pid()->await(), 'another worker');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
