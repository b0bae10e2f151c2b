--TEST--
bgproc run, job run and job call: --stderr=stdout keeps the order of both streams
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

$turns = 'for i in 1 2 3; do echo out $i; echo err $i >&2; done';
$expected = "out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n";

$key = rtrim(bgproc_ok(['run', '--stderr=stdout', '--shell', $turns]), "\n");
bgproc_ok(['wait', $key]);
check_same([0, $expected, ''], bgproc(['logs', $key]), 'logs');
check_same([0, $expected, ''], bgproc(['run', '--wait', '--stderr=stdout', '--shell', $turns]), 'run --wait');

$file = write_file('file', "old\n");
bgproc_ok(['run', '--wait', "--stdout=$file", '--stderr=stdout', '--shell', $turns]);
check_same($expected, file_get_contents($file), 'a file for both');
bgproc_ok(['run', '--wait', "--stdout=$file", '--stderr=stdout', '--append', '--shell', 'echo more >&2']);
check_same($expected . "more\n", file_get_contents($file), 'a file for both, appended to');
check_same([0, '', ''], bgproc(['run', '--wait', '--no-capture', '--stderr=stdout', '--shell', $turns]), 'nowhere');

$id = rtrim(bgproc_ok(['job', 'run', '--wait', '--id-only', '--stderr=stdout', '--shell', $turns]), "\n");
check_same($expected, bgproc_ok(['job', 'output', $id]), 'job output');
check_same('', bgproc_ok(['job', 'output', '--stderr', $id]), 'job output --stderr');
foreach (['run', 'call'] as $command) {
    check_fails(2, 'option --stderr of a job must be "stdout", not "err.txt": .* with --shell a command can write to a file', ['job', $command, '--stderr=err.txt', 'phpversion']);
}
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
