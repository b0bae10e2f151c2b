--TEST--
A child of pcntl_fork() cannot use the pool of its parent, and its end does not hurt it
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn ($us) => usleep($us) ?? getmypid(), ['workers' => 2]);
$pids = pool_ready($pool);
$running = $pool->submit(300000);
$pool->dispatch();
$methods = [
    'submit' => fn () => $pool->submit(0),
    'map' => fn () => $pool->map([1]),
    'dispatch' => fn () => $pool->dispatch(),
    'wait' => fn () => $pool->wait(),
    'await' => fn () => $running->await(1),
    'resize' => fn () => $pool->resize(1),
    'reload' => fn () => $pool->reload(),
];
$ends = [
    'exit' => fn () => exit(5),
    'unset' => function () use (&$pool, &$running, &$methods) { $methods = $pool = $running = null; gc_collect_cycles(); exit(5); },
    'close' => function () use (&$pool) { try { $pool->close(); } catch (Bgproc\StateException) { } exit(5); },
];
foreach ($ends as $name => $end) {
    $child = pcntl_fork();
    if ($child === 0) {
        foreach ($methods as $method => $call) {
            check_throws(Bgproc\StateException::class, $call, "$method() in the child");
        }
        unset($call);
        $end();
    }
    check_same($child, pcntl_waitpid($child, $status), 'waitpid');
    check_same(5, pcntl_wexitstatus($status), "exit code of the child that ends by $name");
    check_same(2, $pool->count(), 'workers');
    check_same([], array_diff($pids, array_filter($pids, 'is_alive')), "the workers live after $name");
}
check(in_array(outcome($running, at_most(5.0)), $pids, true), 'the running call ends');
check(in_array(outcome($pool->submit(0), at_most(5.0)), $pids, true), 'another call');
$pool->close();
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
