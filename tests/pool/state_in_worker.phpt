--TEST--
Pool: the worker's object, static variables and globals live on between calls
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Counter
{
    private int $n = 0;
    public array $log = [];
    public function __construct(public string $name) {}
    public function add(int $by): int { return $this->n += $by; }
    public function log(string $x): array { $this->log[] = $x; return $this->log; }
}
function count_static(): int { static $n = 0; $GLOBALS['seen'] = ($GLOBALS['seen'] ?? 0) + 10; return ++$n + $GLOBALS['seen']; }

$object = new Counter('x');
$object->add(100);
$pool = new Bgproc\Pool($object, ['workers' => 1]);
$object->add(1000);
check_same([101, 103, 106], [$pool->add(1)->await(), $pool->add(2)->await(), $pool->add(3)->await()], 'from the state at the construction');
$pool->log('a')->await();
check_same(['a', 'b'], $pool->log('b')->await(), 'log');
check_same(1101, $object->add(1), "the parent's object is its own");
check_same([], $object->log, 'untouched');

$pool = new Bgproc\Pool('count_static', ['workers' => 1]);
check_same([11, 22, 33], [$pool->submit()->await(), $pool->submit()->await(), $pool->submit()->await()], 'static and global');
check(!isset($GLOBALS['seen']), "the parent's globals are its own");

$n = 0;
$pool = new Bgproc\Pool(function () use (&$n) { return ++$n; }, ['workers' => 1]);
check_same([1, 2], [$pool->submit()->await(), $pool->submit()->await()], 'a variable by reference');
check_same(0, $n, 'in the parent');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
