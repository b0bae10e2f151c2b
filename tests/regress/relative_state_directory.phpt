--TEST--
A relative state directory works, with its error log
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/* The error log was looked for in the state directory below the state directory. */
require __DIR__ . '/../inc/refusal.inc';

chdir(test_dir());
$manager = new BackgroundProcessManager(['working_directory' => 'relative/state', 'keep' => 600]);
$process = $manager->createProcess('echo what went wrong >&2; exit 3');
$process->run();
check($process->wait(20), 'wait');
check_same(3, $process->getExitCode(), 'exit code');
check_same('relative/state/err.log', $manager->getErrorLog(), 'path');
check((bool) preg_match('/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\t' . preg_quote($process->getKey()) . "\twhat went wrong\n$/", (string) @file_get_contents('relative/state/err.log')), 'error log');
check_same(['err.log'], array_values(array_diff(scandir('relative/state'), ['.', '..', $process->getKey() . '.json'])), 'files');
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
