--TEST--
Pool: submit(), call() and $pool->method() reach the public methods of a worker object
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    public function execute(string $x = 'default'): string { return "execute $x"; }
    public function add(int $a, int $b = 10): int { return $a + $b; }
    public static function fixed(): string { return 'static'; }
    public function pid(): int { return getmypid(); }
    public function ALLCAPS(): int { return 1; }
    public function void(): void {}
    /* Names that the pool has too. */
    public function submit(): string { return "the worker's own"; }
}

$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
check_same('execute default', $pool->submit()->await(), 'submit()');
check_same('execute x', $pool->submit('x')->await(), 'submit(x)');
check_same('execute y', $pool->call('execute', 'y')->await(), 'call(execute)');
check_same(3, $pool->call('add', 1, 2)->await(), 'call(add)');
check_same(11, $pool->add(1)->await(), '$pool->add(), default argument');
check_same(5, $pool->ADD(2, 3)->await(), 'names of methods have no case');
check_same(5, $pool->call('aDd', 2, 3)->await(), 'nor in call()');
check_same(1, $pool->allcaps()->await(), 'allcaps');
check_same('static', $pool->fixed()->await(), 'a static method');
check_same(null, $pool->void()->await(), 'void');
check_same(worker_pids($pool), [$pool->pid()->await()], 'in the process of the worker');
check_same("the worker's own", $pool->call('submit')->await(), 'a name that the pool has itself');
check_same(['a' => 11, 'b' => 12], $pool->map(['a' => 1, 'b' => 2], 'add'), 'map() with a method');
check_same([5 => 'execute z'], $pool->map([5 => 'z']), 'map() without one');
check_same(['k' => 13], iterator_to_array($pool->each(['k' => 3], 'add')), 'each() with a method');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
