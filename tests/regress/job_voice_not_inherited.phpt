--TEST--
What a job starts in the background is not given the voice of the job
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

foreach (['BGPROC_NOTIFY=/tmp/x.sock', 'BGPROC_JOB=x', 'BGPROC_ATTEMPT=1', 'BGPROC_JOBS=5'] as $entry) {
    putenv($entry);
}
$process = start(['env'], ['capture_output' => true, 'keep' => 60]);
check($process->wait(20), 'it ends');
preg_match_all('/^BGPROC_(?:JOB|NOTIFY|ATTEMPT).*$/m', $process->getOutput(), $found);
check_same(['BGPROC_JOBS=5'], $found[0], 'the environment');

/* Who asks for it gets it. */
$process = start(['env'], ['capture_output' => true, 'keep' => 60, 'env' => ['BGPROC_JOB' => 'mine']]);
check($process->wait(20), 'it ends');
check(str_contains($process->getOutput(), "BGPROC_JOB=mine\n"), 'given by hand');
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
