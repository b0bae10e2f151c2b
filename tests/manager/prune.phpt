--TEST--
prune() removes what has ended, with its files, old enough and of this prefix; nothing that runs
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);
$running = start(['sleep', '300'], ['confirm' => true, 'capture_output' => true], $manager);
$ended = [];
foreach (['exit 0', 'exit 3', 'kill -9 $$'] as $line) {
    $ended[] = $process = start("echo x; $line", ['capture_output' => true], $manager);
    $process->wait();
}
$foreign = start('exit 4', [], manager(['keep' => 600, 'key_prefix' => 'foreign.']));
$foreign->wait();

check_same(0, $manager->prune(100), 'nothing is 100 seconds old');
check_same(4, count($manager->listProcesses()), 'all are there');
/* As if it had ended long ago. */
rewrite_record($ended[1], ['ended_us' => record($ended[1])['ended_us'] - 300 * 1000000]);
check_same(1, $manager->prune(100), 'one is');
check_same(null, $manager->loadProcess($ended[1]->getKey()), 'it is gone');
check_same(2, $manager->prune(), 'the others');
foreach ($ended as $process) {
    check_same([], glob(state_dir() . '/' . $process->getKey() . '*'), 'with their files');
}
check_same([true, 1], [$running->isRunning(), count($manager->listProcesses())], 'not what runs');
check_same(3, count(glob(state_dir() . "/{$running->getKey()}.*")), 'nor its files');
check_same(4, manager()->loadProcess($foreign->getKey())?->getExitCode(), 'not another prefix');
check_same(0, $manager->prune(), 'again');

/* Handles of removed records know what they knew. */
check_same([3, Bgproc\State::Failed], [$ended[1]->getExitCode(), $ended[1]->getState()], 'a handle of a removed record');

/* prune() of several callers at once: each record is counted once. */
for ($i = 0; $i < 40; $i++) {
    $processes[] = start(['/bin/true'], [], $manager);
}
foreach ($processes as $process) {
    $process->wait();
}
$pids = [];
for ($i = 0; $i < 8; $i++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        file_put_contents(test_dir() . "/pruned$i", (string) $manager->prune());
        posix_kill(getmypid(), SIGKILL);
    }
    $pids[] = $pid;
}
array_map(fn ($pid) => pcntl_waitpid($pid, $status), $pids);
check_same([], array_diff(array_map(fn ($p) => $p->getKey(), $manager->listProcesses()), [$running->getKey()]), 'all are gone');
$running->stop(1);
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
