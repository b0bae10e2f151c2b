--TEST--
Pool: arguments that cannot be sent are a PayloadException, and nothing was sent
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Refuses { function __serialize(): array { throw new DomainException('I do not travel'); } }
class BadSleep { public $x = 1; function __sleep() { throw new LogicException('no sleep'); } }
function generate() { yield 1; }

class Worker { public function execute(...$x) { return count($x); } public function method(...$x) { return 'm'; } }
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
check_same(2, $pool->submit(1, 2)->await(), 'it works');
$before = array_diff_key($pool->stats(), ['processes' => 1]);
$file = fopen(__FILE__, 'r');
$closed = fopen(__FILE__, 'r');
fclose($closed);
$bad = [
    'closure' => [fn () => 1, '/Closure/'],
    'generator' => [generate(), '/Generator/'],
    'resource' => [$file, '/resource/'],
    'closed resource' => [$closed, '/resource/'],
    'anonymous class' => [new class {}, '/class@anonymous/'],
    'pool' => [$pool, '/Bgproc\\\\Pool/'],
    'reflection' => [new ReflectionClass('Worker'), '/ReflectionClass/'],
    'WeakMap' => [new WeakMap(), '/WeakMap/'],
    'SplFileObject' => [new SplFileObject(__FILE__), '/SplFileObject/'],
    '__serialize() that throws' => [new Refuses(), '/rgument.*: I do not travel/'],
    '__sleep() that throws' => [new BadSleep(), '/rgument.*: no sleep/'],
];
foreach ($bad as $name => [$value, $pattern]) {
    $o = new stdClass();
    $o->p = [$value];
    foreach ([[$value], [1, 'text', $value], [[1, [$value]]], [$o], ['named' => $value]] as $i => $arguments) {
        check_throws(Bgproc\PayloadException::class, fn () => $pool->submit(...$arguments), "submit(): $name, $i", $pattern);
        check_throws(Bgproc\PayloadException::class, fn () => $pool->call('method', ...$arguments), "call(): $name, $i", $pattern);
        check_throws(Bgproc\PayloadException::class, fn () => $pool->method(...$arguments), "method(): $name, $i", $pattern);
    }
    check_throws(Bgproc\PayloadException::class, fn () => $pool->map([$value]), "map(): $name", $pattern);
}
$e = check_throws(Bgproc\PayloadException::class, fn () => $pool->submit(new Refuses()), 'what the class has thrown');
check_same(['DomainException', 'I do not travel'], [get_class($e->getPrevious()), $e->getPrevious()->getMessage()], 'is the previous');
check_same([0, 0], [$pool->pending(), $pool->running()], 'none is pending or running');
check_same($before, array_diff_key($pool->stats(), ['processes' => 1]), 'nothing was counted');
check_same(3, $pool->submit(1, 2, 3)->await(), 'the pool works');
check_same($pool->submit(1)->id + 1, $pool->submit(1)->id, 'ids go on');
$pool->wait();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
