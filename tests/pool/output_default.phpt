--TEST--
Without on_output the lines of workers become output of the parent
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(function ($text) { echo $text; }, ['workers' => 2]);
ob_start();
$pool->submit("in the buffer\n")->await(20);
check_same("in the buffer\n", ob_get_clean(), 'the output buffer of the parent');
echo "first\n";
$pool->submit("second\n")->await(20);
echo "third\n";
$pool->submit('fourth')->await(20);
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
first
second
third
fourth
===DONE===
