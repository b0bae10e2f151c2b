--TEST--
getIncrementalOutput() does not take another directory, or a KEY.cut that it cannot open, for an output that was never cut
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$go = test_dir() . '/go';
function flood(string $go): BackgroundProcess
{
    $process = start('echo first; while [ ! -e ' . $go . ' ]; do sleep 0.01; done; head -c 100000 /dev/zero | tr "\\0" a', ['capture_output' => true, 'output_limit' => 1000, 'keep' => 600]);
    check(wait_until(fn () => $process->getOutput() !== ''), 'it writes');
    check_same("first\n", $process->getIncrementalOutput(), 'the beginning');
    return $process;
}

/* The directory of the manager is another one in the middle. */
$process = flood($go);
$process->getManager()->setWorkingDirectory(state_dir('other'));
touch($go);
$returned = 6;
check(wait_until(function () use ($process, &$returned) {
    $returned += strlen($process->getIncrementalOutput());
    return $process->getState()->isFinal();
}), 'it ends');
$returned += strlen($process->getIncrementalOutput());
check_same(100006, $returned + $process->getDroppedBytes(), 'everything is returned or counted');

/* A KEY.cut with a second name, as a backup may make it. */
unlink($go);
$process = flood($go);
touch($go);
check($process->wait(at_most(20)), 'it ends');
$cut = state_dir() . "/{$process->getKey()}.cut";
check(is_file($cut), 'it was cut');
link($cut, test_dir() . '/backup');
$other = manager()->loadProcess($process->getKey());
check_throws(Bgproc\StoreException::class, fn () => $other->getDroppedBytes(), 'a second name', '/^Cannot open \S+\.cut in the state directory: /');
unlink(test_dir() . '/backup');
check_same(100006 - 1000, $other->getDroppedBytes(), 'without it');
manager()->prune();
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
