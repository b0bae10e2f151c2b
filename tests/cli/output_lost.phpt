--TEST--
bgproc says when its output is lost, and is silent when nobody reads it
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

cli_run(['--key=a', '--shell', 'head -c 300000 /dev/zero']);
bgproc_ok(['wait', 'a']);

$tool = proc_open(cli_words(['list']), [['file', '/dev/null', 'r'], ['file', '/dev/full', 'w'], ['file', test_dir() . '/err', 'w']], $pipes, null, cli_environment());
check_same(1, cli_end($tool), 'a full disk is a failure');
check((bool) preg_match('/^bgproc: cannot write the output: .*No space left/', file_get_contents(test_dir() . '/err')), 'and is told');

$tool = proc_open(cli_words(['logs', 'a']), [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', test_dir() . '/err', 'w']], $pipes, null, cli_environment());
fread($pipes[1], 10);
fclose($pipes[1]);
check_same(1, cli_end($tool), 'a closed pipe');
check_same('', file_get_contents(test_dir() . '/err'), 'is no reason to complain');
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
