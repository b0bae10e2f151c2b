--TEST--
Pool: an exception of a class that the parent does not know is a RemoteException
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function unknown() { eval('class OnlyInWorker extends UnexpectedValueException {}'); throw new OnlyInWorker('who am I', 21, new DomainException('before')); }
    function previous() { throw new RangeException('outer', 22, new OnlyInWorker('inner', 23)); }
    function property() { $e = new PropertyHolder('holds'); $e->p = new OnlyInWorker('x'); throw $e; }
    function works() { return 'works'; }
}
class PropertyHolder extends Exception { public $p; }
class WakesBadly extends Exception { function __wakeup(): void { throw new Exception('bad'); } }
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
$e = failure($pool->unknown(), Bgproc\RemoteException::class, 'unknown');
check_same(['OnlyInWorker', 'who am I', 21, __FILE__], [$e->getRemoteClass(), $e->getMessage(), $e->getCode(), $e->getFile()], 'what it was');
check_same(['before'], [$e->getPrevious()->getMessage()], 'previous');
$e = failure($pool->previous(), Throwable::class, 'a previous one of an unknown class');
check_same(['RangeException', 'outer', 22], [$e instanceof Bgproc\RemoteException ? $e->getRemoteClass() : get_class($e), $e->getMessage(), $e->getCode()], 'outer');
check_same(['OnlyInWorker', 'inner', 23], [$e->getPrevious()->getRemoteClass(), $e->getPrevious()->getMessage(), $e->getPrevious()->getCode()], 'inner');
$e = failure($pool->property(), Throwable::class, 'a property of an unknown class');
check_same('holds', $e->getMessage(), 'message');
check_same('works', $pool->works()->await(), 'it works');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
