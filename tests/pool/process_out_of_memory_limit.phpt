--TEST--
A worker that meets its limit of address space ends its call alone
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../inc/bgproc.inc';
if (under_sanitizers()) {
    die('skip sanitizers reserve more address space than the limit');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

/* PHP itself prints on descriptor 2 that it has no memory, so this is a script of its own. */
[$exit, $output] = run_script(<<<'CODE'
    $pool = new Bgproc\Pool(function (int $mb) {
        ini_set('memory_limit', '-1');
        return strlen(str_repeat('x', $mb << 20));
    }, ['workers' => 1, 'limits' => ['as' => 1 << 30], 'on_output' => fn () => 0]);
    check_same(1 << 20, $pool->submit(1)->await(20), 'a small one');
    check_throws(Bgproc\WorkerLostException::class, fn () => $pool->submit(2000)->await(20), 'a large one');
    check_same(1 << 20, $pool->submit(1)->await(20), 'the next one');
    $pool->close();
    echo 'end';
    CODE);
check(str_ends_with($output, 'end') && !str_contains($output, 'FAILED'), "script: $output");
check_same(0, $exit, 'exit code');
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
