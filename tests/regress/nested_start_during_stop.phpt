--TEST--
What a command starts with bgproc at the moment at which it is stopped goes on
--EXTENSIONS--
bgproc
--FILE--
<?php
/*
 * Until its exec a supervisor to be is one of the tree: the stop hit it in the group that it was to leave, or outside, and it took
 * the signal for a stop of its own.
 */
require __DIR__ . '/../04_job/job.inc';

$worker = script('$m = new BackgroundProcessManager(["working_directory" => $argv[1], "keep" => 600]); echo "ready\\n";
    for (;;) { $m->createProcess(["sleep", "0.2"])->run(); usleep(1000); }');
$nested = state_dir('nested');
for ($round = 0; $round < 25; $round++) {
    $process = start([...$worker, $nested], ['capture_output' => true, 'keep' => 60]);
    check(wait_until(fn () => $process->getOutput() === "ready\n"), 'ready');
    usleep(random_int(10000, 15000));
    check($process->stop(10.0), 'it is stopped');
}
$processes = manager(['working_directory' => $nested])->listProcesses();
check(count($processes) > 25, 'many were started: ' . count($processes));
foreach ($processes as $process) {
    check($process->wait(at_most(30)), 'it ends');
    check_same('succeeded', $process->getState()->value, $process->getKey());
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
