--TEST--
Pool: exit() in a call is a WorkerLostException with the exit code
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function exit($x) { exit($x); }
    function bare() { exit; }
    function in_shutdown() { register_shutdown_function(fn () => exit(9)); exit(2); }
    function exit_in_finally() { try { throw new Exception('lost'); } finally { exit(6); } }
    function works() { return 'works'; }
}
$lines = [];
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1, 'on_output' => function ($pid, $line) use (&$lines) { $lines[] = [$pid, $line]; }]);
foreach ([3, 0, 255] as $code) {
    check_same('works', $pool->works()->await(), 'it works');
    [$pid] = worker_pids($pool);
    $future = $pool->call('exit', $code);
    $e = failure($future, Bgproc\WorkerLostException::class, "exit($code)", '/' . $pid . '.*exit|exit.*' . $pid . '/');
    check_same([$pid, null, $code, false], [$e->getPid(), $e->getSignal(), $e->getExitCode(), $e->isOutOfMemory()], "exit($code)");
    check_same(Bgproc\State::Lost, $future->getState(), 'state');
    check($e instanceof Bgproc\Exception, 'a Bgproc\Exception');
}
$pool->works()->await();
[$pid] = worker_pids($pool);
$e = failure($pool->call('exit', 'a text'), Bgproc\WorkerLostException::class, "exit('a text')");
check_same([0, null], [$e->getExitCode(), $e->getSignal()], 'exit with a text');
$pool->works()->await();
check_same([[$pid, 'a text']], $lines, 'the text is output');
$e = failure($pool->bare(), Bgproc\WorkerLostException::class, 'exit');
check_same(0, $e->getExitCode(), 'exit');
$pool->works()->await();
$e = failure($pool->exit_in_finally(), Bgproc\WorkerLostException::class, 'exit in finally');
check_same(6, $e->getExitCode(), 'exit in finally');
check_same('works', $pool->works()->await(), 'a new worker works');
check_same(6, $pool->stats()['lost'], 'lost');
check_same(6, $pool->stats()['respawned'], 'respawned');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
