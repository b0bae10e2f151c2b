--TEST--
Pool: a fatal error in a call is a WorkerLostException with its message
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function declare() { eval('interface I1 { function f(int $x); } class C1 implements I1 { function f(array $x) {} }'); }
    function user_error() { trigger_error('the user has had enough', E_USER_ERROR); }
    function memory() { ini_set('memory_limit', '20M'); $x = str_repeat('x', 50 * 1024 * 1024); return strlen($x); }
    function time() { set_time_limit(1); $end = hrtime(true) + 5e9; while (hrtime(true) < $end); }
    function works() { return 'works'; }
}
$lines = [];
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1, 'on_output' => function ($pid, $line) use (&$lines) { $lines[] = $line; }]);
$patterns = ['declare' => '/Declaration of C1::f/', 'user_error' => '/the user has had enough/', 'memory' => '/Allowed memory size of 20971520 bytes exhausted/'];
foreach ($patterns as $method => $pattern) {
    check_same('works', $pool->works()->await(), 'it works');
    [$pid] = worker_pids($pool);
    $e = failure($pool->call($method), Bgproc\WorkerLostException::class, $method, $pattern);
    check_same([$pid, 255, null], [$e->getPid(), $e->getExitCode(), $e->getSignal()], $method);
    check_same(false, $e->isOutOfMemory(), "$method: not by the kernel");
}
check_same('works', $pool->works()->await(), 'a new worker works');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
