--TEST--
stopAll() stops every running process of the prefix at the same time
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);
$ended = start('exit 3', [], $manager);
$ended->wait();
$foreign = start(['sleep', '300'], ['confirm' => true], manager(['key_prefix' => 'foreign.']));
$processes = [];
for ($i = 0; $i < 10; $i++) {
    $ready = test_dir() . "/ready$i";
    $processes[$ready] = start($i % 2 ? "trap '' TERM; echo > $ready; while :; do sleep 0.05; done" : "echo > $ready; exec sleep 300", [], $manager);
}
foreach ($processes as $ready => $process) {
    wait_for_file($ready);
}
/* The graces of those that are deaf run at the same time. */
check_seconds(0.3, 2.3, seconds(fn () => check_same(10, $manager->stopAll(0.3), 'number stopped')), 'time');
foreach ($processes as $process) {
    check_same([false, Bgproc\State::Stopped], [$process->isRunning(), $process->getState()], 'stopped');
}
check_same([3, Bgproc\State::Failed], [$ended->getExitCode(), $ended->getState()], 'what had ended is as it was');
check_same(true, $foreign->isRunning(), 'another prefix runs on');
check_same(0, $manager->stopAll(), 'again');
check_same(1, manager(['key_prefix' => ''])->stopAll(1), 'no prefix is all');
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
