--TEST--
Pool: exceptions travel also when traces hold arguments
--EXTENSIONS--
bgproc
--INI--
zend.exception_ignore_args=0
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function start() { $this->deeper(fn () => 1, STDIN, ['k' => new class {}], 'text', str_repeat('x', 10000)); }
    function deeper(...$x) { throw new RuntimeException('deep', 12); }
}
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
$e = failure($pool->start(), RuntimeException::class, 'closures and resources as arguments', '/^deep$/');
check_same([RuntimeException::class, 12], [get_class($e), $e->getCode()], 'the exception itself arrives');
$trace = $e->getPrevious()->getRemoteTrace();
check(str_contains($trace, 'deeper()') && str_contains($trace, 'start()'), "trace: $trace");
check(!str_contains($trace, 'text'), "no arguments: $trace");
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
