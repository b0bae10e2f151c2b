--TEST--
Pool: an exception keeps class, message, code, file, line, previous ones and properties
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Own extends RuntimeException
{
    public array $context = [];
    private ?string $hidden = null;
    public function with(array $context, string $hidden): static { $this->context = $context; $this->hidden = $hidden; return $this; }
    public function hidden() { return $this->hidden; }
}
$line = 0;
function thrower(string $what)
{
    $previous = new DomainException('the first', 7);
    $middle = new LengthException('the second', 8, $previous);
    throw (new Own('the third', 9, $middle))->with(['k' => [1, 2]], 'hidden');
}
$pool = new Bgproc\Pool('thrower', ['workers' => 1]);
$e = failure($pool->submit('x'), Own::class, 'the exception');
check_same(['Own', 'the third', 9, __FILE__], [get_class($e), $e->getMessage(), $e->getCode(), $e->getFile()], 'itself');
check_same(__LINE__ - 5, $e->getLine(), 'line');
check_same([['k' => [1, 2]], 'hidden'], [$e->context, $e->hidden()], 'its properties');
$p = $e->getPrevious();
check_same(['LengthException', 'the second', 8], [get_class($p), $p->getMessage(), $p->getCode()], 'the previous one');
$p = $p->getPrevious();
check_same(['DomainException', 'the first', 7, __FILE__], [get_class($p), $p->getMessage(), $p->getCode(), $p->getFile()], 'the one before');
$p = $p->getPrevious();
check_same(Bgproc\RemoteException::class, get_class($p), 'the last one');
check_same('Own', $p->getRemoteClass(), 'its class');
check((bool) preg_match('/thrower\(/', $p->getRemoteTrace()), 'the trace of the worker: ' . $p->getRemoteTrace());
check(str_contains((string) $e, 'thrower('), 'it is in the text of the exception');
check_same(null, $p->getPrevious(), 'nothing before it');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
