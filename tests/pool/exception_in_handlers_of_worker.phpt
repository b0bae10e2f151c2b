--TEST--
Pool: an exception of a destructor, a generator or an output handler in the worker
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Throws { function __destruct() { throw new DomainException('from the destructor'); } }
class Worker
{
    function result() { return new Throws(); }
    function local() { $x = new Throws(); return 5; }
    function both() { $x = new Throws(); throw new RangeException('first'); }
    function works() { return 'works'; }
    function pid() { return getmypid(); }
}
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
$pool->works()->await();
$pid = worker_pids($pool);
failure($pool->local(), DomainException::class, 'of a local variable', '/^from the destructor$/');
$e = failure($pool->both(), DomainException::class, 'while another is thrown');
check_same('first', $e->getPrevious()->getMessage(), 'which is its previous one');
check_same('works', $pool->works()->await(), 'the worker works');
/* In the worker the result is destroyed after it was sent; here when it is dropped. */
$future = $pool->result();
$seen = null;
try {
    $result = $future->await();
    check($result instanceof Throws, 'the result came');
    unset($future);
    $result = null;
} catch (DomainException $e) {
    $seen = $e->getMessage();
}
check_same('from the destructor', $seen, 'its destructor throws here, as anywhere');
check_same('works', $pool->works()->await(), 'the worker works, or another one does');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
