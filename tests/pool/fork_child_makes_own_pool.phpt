--TEST--
A child of pcntl_fork() can make a pool of its own
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn () => getmypid(), ['workers' => 1]);
$pid = outcome($pool->submit(), at_most(5.0));
$child = pcntl_fork();
if ($child === 0) {
    $own = new Bgproc\Pool(fn () => posix_getppid(), ['workers' => 1]);
    $zygote = outcome($own->submit(), at_most(5.0));
    check_same(getmypid(), (int) proc_status($zygote)['PPid'], 'its starter is a child of the child');
    exit(6);
}
pcntl_waitpid($child, $status);
check_same(6, pcntl_wexitstatus($status), 'exit code');
check_same($pid, outcome($pool->submit(), at_most(5.0)), 'the pool here works');
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
