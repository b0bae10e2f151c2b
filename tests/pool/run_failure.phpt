--TEST--
Pool::run(): the first failure in the order of the arguments, after all have ended
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

use Bgproc\Pool;

class Needs extends DomainException { function __construct(public array $a, string $m) { parent::__construct($m, 17, new LengthException('before')); } }
$dir = test_dir();
$late = function () use ($dir) { wait_until(function () use ($dir) { clearstatcache(); return file_exists("$dir/early"); }, 10); usleep(50000); throw new Needs(['k' => 1], 'late'); };
$early = function () use ($dir) { touch("$dir/early"); throw new RangeException('early'); };
$last = function () use ($dir) { usleep(200000); touch("$dir/last"); return 1; };
$e = check_throws(Needs::class, fn () => Pool::run($late, $early, $last), 'the first in order', '/^late$/');
check(file_exists("$dir/last"), 'after all have ended');
check_same([['k' => 1], 17, __FILE__, __LINE__ - 5], [$e->a, $e->getCode(), $e->getFile(), $e->getLine()], 'as it was thrown');
check_same(['LengthException', 'Bgproc\RemoteException'], [get_class($e->getPrevious()), get_class($e->getPrevious()->getPrevious())], 'previous ones');
check_throws(RangeException::class, fn () => Pool::run(a: fn () => 1, b: $early), 'named', '/^early$/');
foreach ([fn () => fn () => 1, fn () => STDIN, fn () => [new class {}]] as $i => $task) {
    check_throws(Bgproc\PayloadException::class, fn () => Pool::run(fn () => 1, $task), "a result that cannot travel, $i");
}
check_throws(Bgproc\RemoteException::class, fn () => Pool::run(fn () => throw new class('anonymous') extends Exception {}), 'an exception that cannot travel', '/^anonymous$/');
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
