--TEST--
What the starter of a process knows to be lost no other handle sees running any more
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * The pipe of a killed supervisor closes before the process is gone: the record was read as running in between.
 * Promise 12 (in part).
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);

/* Killed at any moment of a short life, 100 times: the truth is the real outcome or lost. Never running, no other code. */
$seen = [];
for ($i = 0; $i < 100; $i++) {
    $process = $manager->createProcess('exit 5', ['capture_output' => $i % 2 === 0]);
    $process->run();
    $until = hrtime(true) + $i * 40000;
    while (hrtime(true) < $until);
    posix_kill($process->getPid(), SIGKILL);
    check($process->wait(20), 'it ends');
    $other = $manager->loadProcess($process->getKey());
    foreach ([$process, $other] as $handle) {
        $truth = [$handle?->getState(), $handle?->getExitCode()];
        check(in_array($truth, [[Bgproc\State::Failed, 5], [Bgproc\State::Lost, null]], true), "round $i: the truth: " . short($truth));
        $seen[$truth[0]?->value] = true;
    }
    if ($process->getState() === Bgproc\State::Failed) {
        check_same(5, $other->getExitCode(), "round $i: what one knows the other knows");
    }
}
check(isset($seen['lost']), 'some were lost');
foreach (leftovers() as $pid) {
    posix_kill($pid, SIGKILL);
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
