--TEST--
Descriptors 1 and 2 of a worker are those of the parent
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

[$exit, $output] = run_script(<<<'CODE'
    $lines = [];
    $pool = new Bgproc\Pool(function () {
        fwrite(STDOUT, "to 1\n");
        fwrite(STDERR, "to 2\n");
        system('echo of a command');
        passthru('echo straight >&2');
        error_log('to the log');
        return [readlink('/proc/self/fd/1'), readlink('/proc/self/fd/2')];
    }, ['workers' => 1, 'on_output' => function ($pid, $line) use (&$lines) { $lines[] = $line; }]);
    $links = $pool->submit()->await(20);
    $pool->close();
    check_same([readlink('/proc/self/fd/1'), readlink('/proc/self/fd/2')], $links, 'targets');
    check_same(['of a command'], $lines, 'lines through PHP');
    echo "end\n";
    CODE);
check_same([0, "to 1\nto 2\nstraight\nto the log\nend\n"], [$exit, preg_replace('/^\[.*?\] /m', '', $output)], 'output');
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
