--TEST--
A worker that prints much waits for the parent, and no memory is needed for what is not read yet
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$count = 0;
$pool = new Bgproc\Pool(function () {
    $line = str_repeat('x', 999) . "\n";
    for ($i = 0; $i < 50000; $i++) {
        echo $line;
    }
    return 'done';
}, ['workers' => 1, 'on_output' => function ($pid, $line) use (&$count) { $count += strlen($line) + 1; }]);
[$pid] = pool_ready($pool);
$future = $pool->submit();
$pool->dispatch();
usleep(300000);
check(under_sanitizers() || 1024 * (int) proc_status($pid)['RssAnon'] < 20 << 20, 'memory of the worker: ' . proc_status($pid)['RssAnon']);
$before = resident();
check_same('done', outcome($future), 'result');
check_same(50000000, $count, 'bytes');
check(under_sanitizers() || resident() - $before < 10 << 20, 'memory of the parent: ' . (resident() - $before));
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
