--TEST--
Pool: objects of classes that only one side knows are a clear error
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function pid() { return getmypid(); }
    function fresh() { eval('class OnlyInWorker { public $v = 5; }'); return new OnlyInWorker(); }
    function nested() { return ['k' => [1, new OnlyInWorker()]]; }
    function take($x) { return get_class($x); }
    function fresh_enum() { eval('enum OnlyEnum { case A; }'); return OnlyEnum::A; }
}
class WakesBadly { function __unserialize(array $x): void { throw new RangeException('no waking'); } }

$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
$pid = $pool->pid()->await();
failure($pool->fresh(), Bgproc\PayloadException::class, 'a class of the worker', '/OnlyInWorker/');
failure($pool->nested(), Bgproc\PayloadException::class, 'deeper', '/OnlyInWorker/');
failure($pool->fresh_enum(), Bgproc\PayloadException::class, 'an enum', '/OnlyEnum/');
eval('class OnlyHere { public $v = 5; }');
$future = $pool->take(new OnlyHere());
failure($future, Bgproc\PayloadException::class, 'a class of the parent', '/OnlyHere/');
check_same(Bgproc\State::Failed, $future->getState(), 'state');
$e = failure($pool->take(new WakesBadly()), Bgproc\PayloadException::class, '__unserialize() that throws in the worker', '/WakesBadly|no waking|arguments/i');
check_same($pid, $pool->pid()->await(), 'the worker lives');
check_same('stdClass', $pool->take(new stdClass())->await(), 'and works');

/* With an autoloader the parent knows it. */
spl_autoload_register(function ($name) { if ($name === 'OnlyInWorker') { eval('class OnlyInWorker { public $v = 0; }'); } });
check_same(5, $pool->nested()->await()['k'][1]->v, 'an autoloader is asked');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
