--TEST--
Pool::run(): each task in a process of its own, results under the keys of the arguments
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\Pool;

class Tasks { private $v = 'private'; function method() { return $this->v . getmypid(); } static function fixed() { return 'static'; } function __invoke() { return 'invoked'; } }
$outer = ['k' => [1, 2]];
$object = new Tasks();
check_same([], Pool::run(), 'no tasks');
check_same([7], Pool::run(fn () => 7), 'one');
check_same([1, 2, 3], Pool::run(fn () => 1, fn () => 2, fn () => 3), 'positional');
check_same(['a' => 1, 'b' => 2], Pool::run(a: fn () => 1, b: fn () => 2), 'named');
check_same([0 => 1, 'b' => 2], Pool::run(fn () => 1, b: fn () => 2), 'mixed');
check_same(['x' => 1, 'y' => 2], Pool::run(...['x' => fn () => 1, 'y' => fn () => 2]), 'unpacked');
check_same([$outer, null, true, 1.5, PHP_INT_MIN], Pool::run(fn () => $outer, fn () => null, fn () => true, fn () => 1.5, fn () => PHP_INT_MIN), 'values');
check_same(['static', 'static', 'invoked'], Pool::run('Tasks::fixed', [Tasks::class, 'fixed'], $object), 'callables');
$pids = Pool::run(...array_fill(0, 5, 'getmypid'));
check_same(5, count(array_unique([...$pids, getmypid()])) - 1, 'processes of their own');
[$text] = Pool::run([$object, 'method']);
check(str_starts_with($text, 'private'), 'a method');
/* From the present state; what they change is theirs. */
$n = 1;
$n = 5;
check_same([6, 6], Pool::run(function () use (&$n) { return ++$n; }, function () use (&$n) { return ++$n; }), 'the present state');
check_same(5, $n, 'is a copy');
/* At the same time: each waits for the other. */
$dir = test_dir();
$meet = function ($me, $other) use ($dir) { touch("$dir/$me"); return wait_until(function () use ($dir, $other) { clearstatcache(); return file_exists("$dir/$other"); }, 10); };
check_same([true, true], Pool::run(fn () => $meet('a', 'b'), fn () => $meet('b', 'a')), 'at the same time');
/* Large results. */
$large = str_repeat("x\0", 2 * 1024 * 1024);
check(Pool::run(fn () => $large, fn () => $large) === [$large, $large], 'large results');
/* Many. */
check_same(range(0, 29), Pool::run(...array_map(fn ($i) => fn () => $i, range(0, 29))), '30 tasks');
/* Nested, and in a pool. */
check_same([[1, 2], 3], Pool::run(fn () => Pool::run(fn () => 1, fn () => 2), fn () => 3), 'nested');
check_same([], zombies(), 'no zombies');
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
