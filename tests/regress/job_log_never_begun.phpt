--TEST--
A job that was lost before it began has an empty log, also when its record has gone
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
/* "The log is gone" was thrown: a log that was never written cannot be removed. */
require __DIR__ . '/../inc/bgproc.inc';

$manager = new Bgproc\JobManager(['working_directory' => state_dir()]);
$job = $manager->startCommand(['true'], ['delay' => 1000]);
$file = state_dir() . "/{$job->id()}.json";
posix_kill(json_decode(file_get_contents($file), true)['pid'], 9);
check($job->wait(at_most(20)), 'it is over');
check_same('lost', $job->state()->value, 'state');
unlink($file);
check_same(['', '', ''], [$job->log(), $job->output(), $job->errorOutput()], 'nothing was written');
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
