--TEST--
Pool: every kind of callable can be the worker
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Kinds
{
    public function __construct(private int $factor) {}
    public static function twice(int $x): int { return 2 * $x; }
    public function times(int $x): int { return $this->factor * $x; }
    public function __invoke(int $x): int { return $this->factor + $x; }
}
class Executing
{
    public function execute(int $x): int { return -$x; }
}
function thrice(int $x): int { return 3 * $x; }

$y = 100;
$object = new Kinds(5);
$kinds = [
    'closure' => [fn (int $x) => $x + $y, 107],
    'static closure' => [static function (int $x) { return $x + 1; }, 8],
    'function' => ['thrice', 21],
    'internal function' => ['dechex', '7'],
    'static method as text' => ['Kinds::twice', 14],
    'static method as array' => [[Kinds::class, 'twice'], 14],
    'method as array' => [[$object, 'times'], 35],
    'first-class function' => [thrice(...), 21],
    'first-class method' => [$object->times(...), 35],
    'first-class static method' => [Kinds::twice(...), 14],
    'invokable object' => [$object, 12],
    'object with execute()' => [new Executing(), -7],
    'Closure::fromCallable()' => [Closure::fromCallable('thrice'), 21],
];
foreach ($kinds as $name => [$worker, $result]) {
    $pool = new Bgproc\Pool($worker, ['workers' => 1]);
    check_same($result, $pool->submit(7)->await(), $name);
    check_same([$result], $pool->map([7]), "$name: map()");
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
