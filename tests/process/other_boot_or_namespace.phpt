--TEST--
Records of another boot or of another pid namespace read lost, and nothing is signalled or removed there
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php if (posix_geteuid() !== 0) { die('skip needs root to make a pid namespace'); } ?>
--FILE--
<?php
/*
 * Promise 14.
 */
require __DIR__ . '/../inc/bgproc.inc';

/* Inside a pid namespace of its own, on the same directory. */
$inside = write_file('inside.php', '<?php
$manager = new BackgroundProcessManager(["working_directory" => $argv[1], "keep" => 600]);
for ($i = 0; $i < 10; $i++) {
    $process = $manager->createProcess("while [ ! -e $argv[2].go ]; do sleep 0.01; done; exit 51", ["confirm" => true]);
    $process->setKey("process.inside$i");
    $process->run();
    $processes[] = $process;
}
touch("$argv[2].ready");
$right = 0;
foreach ($processes as $process) {
    $right += $process->wait(30) && $process->getExitCode() === 51 && $manager->loadProcess($process->getKey())->getExitCode() === 51;
}
file_put_contents("$argv[2].result", "$right\n");
');
$base = test_dir() . '/inside';
$namespace = proc_open(['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', ...php_words(), $inside, state_dir(), $base], [['file', '/dev/null', 'r'], ['file', "$base.out", 'w'], ['file', "$base.out", 'a']], $pipes);
check(wait_until(fn () => file_exists("$base.ready")), 'the other namespace is ready: ' . @file_get_contents("$base.out"));

$manager = manager(['keep' => 600]);
$own = start(['sleep', '300'], ['confirm' => true], $manager);
check_same(11, count($manager->listProcesses()), 'all are listed');
for ($i = 0; $i < 10; $i++) {
    $process = $manager->loadProcess("process.inside$i");
    check_same([Bgproc\State::Lost, false, 'other-namespace'], [$process->getState(), $process->isRunning(), $process->getMeta()['reason']], "process $i seen from outside");
    check_same(true, $process->stop(0), "process $i: there is nothing to stop from here");
    check_throws('Bgproc\StateException', fn () => $process->signal(SIGKILL), "process $i: signal()");
}
check_same(0, $manager->prune(), 'prune() leaves them');
check_same(1, $manager->stopAll(1), 'stopAll() stops only what is here');
check_same(10, count(glob(state_dir() . '/process.inside*.json')), 'their records are there');
touch("$base.go");
check_same("10\n", wait_for_file("$base.result"), 'inside they have their outcome, undisturbed');
proc_close($namespace);
/* What has ended is the same everywhere. */
check_same(51, $manager->loadProcess('process.inside0')->getExitCode(), 'a final record');

/* 100 records of another boot, whose pids all belong to somebody today: here, to one that reports every signal. */
$report = test_dir() . '/signals';
$stranger = pcntl_fork();
if ($stranger === 0) {
    foreach (array_diff(range(1, 64), [SIGKILL, SIGSTOP, 32, 33]) as $signal) {
        pcntl_signal($signal, fn ($signal) => file_put_contents($report, "signal $signal\n", FILE_APPEND));
    }
    pcntl_async_signals(true);
    touch("$report.ready");
    while (true) {
        sleep(100);
    }
}
check(wait_until(fn () => file_exists("$report.ready")), 'the stranger is there');
$own = start(['sleep', '300'], ['confirm' => true], $manager);
check(wait_until(fn () => record($own)['state'] === 'running'), 'it runs');
$record = record($own);
for ($i = 0; $i < 100; $i++) {
    write_record(state_dir() . "/process.boot$i.json", ['key' => "process.boot$i", 'pid' => $i % 2 ? $stranger : $own->getPid(), 'boot_id' => '11111111-2222-3333-4444-555555555555'] + $record);
}
$listed = $manager->listProcesses(['prefix' => 'process.boot']);
check_same(100, count($listed), 'all are listed');
foreach ($listed as $process) {
    check_same([Bgproc\State::Lost, 'rebooted'], [$process->getState(), $process->getMeta()['reason']], $process->getKey());
    check_same(true, $process->stop(0), 'nothing to stop');
}
check_same([true, false], [$own->isRunning(), file_exists($report)], 'nobody was signalled');
check_same(111, $manager->prune(), 'prune() removes them, and what ended here');
posix_kill($stranger, SIGKILL);
pcntl_waitpid($stranger, $status);
$own->stop(1);
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
