--TEST--
A worker that the kernel kills for lack of memory is told apart from one that somebody kills
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../inc/bgproc.inc';
require __DIR__ . '/../inc/memory_group.inc';
if (posix_geteuid() !== 0 || memory_groups() === '') {
    die('skip needs root and a control group of the memory');
}
if (under_sanitizers() || under_valgrind()) {
    die('skip a memory limit needs the allocator of PHP');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';
require __DIR__ . '/../inc/memory_group.inc';

$group = make_memory_group(200 << 20);
[$exit, $output] = run_script(<<<'CODE'
    file_put_contents(getenv('GROUP') . '/cgroup.procs', (string) getmypid());
    $pool = new Bgproc\Pool(function (int $mb) {
        if ($mb < 0) {
            posix_kill(getmypid(), SIGKILL);
        }
        ini_set('memory_limit', '-1');
        return strlen(str_repeat('x', $mb << 20));
    }, ['workers' => 1]);
    check_same(1 << 20, $pool->submit(1)->await(20), 'a small call');
    $e = check_throws(Bgproc\WorkerLostException::class, fn () => $pool->submit(1000)->await(20), 'a large one');
    check_same([true, SIGKILL, null], [$e->isOutOfMemory(), $e->getSignal(), $e->getExitCode()], 'killed by the kernel');
    check(str_contains($e->getMessage(), 'lack of memory'), $e->getMessage());
    check_same(1 << 20, $pool->submit(1)->await(20), 'the next one');
    $e = check_throws(Bgproc\WorkerLostException::class, fn () => $pool->submit(-1)->await(20), 'one that kills itself');
    check_same([false, SIGKILL], [$e->isOutOfMemory(), $e->getSignal()], 'killed by somebody');
    $pool->close();
    echo 'end';
    CODE, [], ['GROUP' => $group]);
check(str_ends_with($output, 'end') && !str_contains($output, 'FAILED'), "script: $output");
check_same(0, $exit, 'exit code');
check_no_leftovers();
check(rmdir($group), 'the group is empty');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
require __DIR__ . '/../inc/memory_group.inc';
kill_leftovers();
/* If the test was killed itself. */
@rmdir(memory_group());
?>
--EXPECT--
===DONE===
