--TEST--
Pool: an exception that cannot be carried over is a RemoteException with class, message, code, file, line, trace and previous ones
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Holds extends RuntimeException { public $closure; }
class NoSerialize extends LogicException { function __serialize(): array { throw new Exception('never'); } }
class Worker
{
    function holds() { $e = new Holds('holds a closure', 5, new DomainException('before', 6)); $e->closure = fn () => 1; throw $e; }
    function previous() { $h = new Holds('inner', 7); $h->closure = fopen('/dev/null', 'r'); throw new RangeException('outer', 8, $h); }
    function anonymous() { throw new class('anonymous', 9) extends Exception {}; }
    function refuses() { throw new NoSerialize('refuses', 10); }
    function arguments($closure) { $this->deeper(fn () => 1, fopen('/dev/null', 'r')); }
    function deeper(...$x) { throw new RuntimeException('with arguments in the trace', 12); }
    function works() { return 'works'; }
}
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
$pool->works()->await();
$pid = worker_pids($pool);
$e = failure($pool->holds(), Bgproc\RemoteException::class, 'holds');
check_same(['Holds', 'holds a closure', 5, __FILE__, __LINE__ - 12], [$e->getRemoteClass(), $e->getMessage(), $e->getCode(), $e->getFile(), $e->getLine()], 'what it was');
check((bool) preg_match('/Worker->holds\(/', $e->getRemoteTrace()), 'trace: ' . $e->getRemoteTrace());
$p = $e->getPrevious();
check(($p instanceof Bgproc\RemoteException ? $p->getRemoteClass() : get_class($p)) === 'DomainException', 'the class of the previous one');
check_same(['before', 6], [$p->getMessage(), $p->getCode()], 'the previous one');
$e = failure($pool->previous(), Throwable::class, 'a previous one that cannot travel');
check_same(['outer', 8], [$e->getMessage(), $e->getCode()], 'the outer');
check_same('RangeException', $e instanceof Bgproc\RemoteException ? $e->getRemoteClass() : get_class($e), 'its class');
check_same(['Holds', 'inner', 7], [$e->getPrevious()->getRemoteClass(), $e->getPrevious()->getMessage(), $e->getPrevious()->getCode()], 'the inner');
$e = failure($pool->anonymous(), Bgproc\RemoteException::class, 'anonymous class');
check_same(['anonymous', 9], [$e->getMessage(), $e->getCode()], 'anonymous');
check(str_starts_with($e->getRemoteClass(), 'Exception@anonymous'), 'class: ' . $e->getRemoteClass());
$e = failure($pool->refuses(), Bgproc\RemoteException::class, '__serialize() throws');
check_same(['NoSerialize', 'refuses', 10], [$e->getRemoteClass(), $e->getMessage(), $e->getCode()], 'refuses');
$e = failure($pool->arguments(1), RuntimeException::class, 'arguments that cannot travel are left out');
check_same(['RuntimeException', 12], [get_class($e), $e->getCode()], 'the exception itself arrives');
check_same('works', $pool->works()->await(), 'the worker works');
check_same($pid, worker_pids($pool), 'it is the same');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
