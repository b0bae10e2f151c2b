--TEST--
Pool: named and default arguments reach the worker
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    public function execute(int $a, int $b = 2, int ...$more): array { return [$a, $b] + $more; }
    public function named(string $first = 'f', string $second = 's'): string { return "$first $second"; }
    public function any(mixed ...$all): array { return $all; }
}

$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
check_same([1, 2], $pool->submit(a: 1)->await(), 'by name');
check_same([1, 3], $pool->submit(b: 3, a: 1)->await(), 'in another order');
check_same([1, 4], $pool->submit(1, b: 4)->await(), 'mixed');
check_same([1, 2, 'c' => 9], $pool->submit(1, c: 9)->await(), 'a name that nobody has, with ...');
check_same('f x', $pool->call('named', second: 'x')->await(), 'call()');
check_same('x s', $pool->named(first: 'x')->await(), 'as a method');
check_same('a b', $pool->named(...['second' => 'b', 'first' => 'a'])->await(), 'unpacked');
check_same(['x' => 1, 'y' => [2]], $pool->any(x: 1, y: [2])->await(), 'all collected');
check_same([1, 2, 'x' => 3], $pool->any(1, 2, x: 3)->await(), 'all collected, mixed');
check_same(range(1, 500), $pool->any(...range(1, 500))->await(), '500 arguments');
check_same(['first' => 'x'], ['first' => $pool->any(first: 'x')->await()['first']], 'a name');
check_same('method', $pool->any(method: 'method')->await()['method'] ?? null, 'an argument of the name "method"');
failure($pool->submit(nobody: 1), Error::class, 'too few, and unknown');
failure($pool->named(third: 'x'), Error::class, 'an unknown name', '/Unknown named parameter \$third/');
failure($pool->submit(), ArgumentCountError::class, 'none at all');
failure($pool->submit('no number'), TypeError::class, 'a wrong type', '/must be of type int, string given/');
check_same([1, 2], $pool->submit(1)->await(), 'the pool works');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
