--TEST--
A record whose pid belongs to a stranger: no signal, and it reads lost
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 23 and 24. The stranger is a child of this test that reports every signal it gets.
 */
require __DIR__ . '/../inc/bgproc.inc';

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

$manager = manager(['keep' => 600]);
$template = start(['sleep', '300'], ['confirm' => true], $manager);
check(wait_until(fn () => record($template)['state'] === 'running'), 'it runs');
$record = record($template);
check_same(true, (function () use ($record, $manager) {
    /* A copy of a record under another key is as good as the record: else this test would prove nothing. */
    write_record(state_dir() . '/process.copy.json', ['key' => 'process.copy'] + $record);
    $running = $manager->loadProcess('process.copy')->isRunning();
    unlink(state_dir() . '/process.copy.json');
    return $running;
})(), 'a faithful copy runs');

/* What a reused pid looks like: everything as it was, but the process is another. One field after the other is right. */
$stat = explode(' ', substr(strrchr(file_get_contents("/proc/$stranger/stat"), ')'), 2));
$ticks = (int) $stat[19];
$variants = [
    'only the pid' => [],
    'no further identity' => ['start_ticks' => 0, 'pidfd_inode' => 0],
    'start time right, inode another' => ['start_ticks' => $ticks, 'pidfd_inode' => max(1, $record['pidfd_inode'])],
    'start time another, no inode' => ['start_ticks' => $ticks + 1, 'pidfd_inode' => 0],
    'all right, but another boot' => ['boot_id' => '00000000-0000-0000-0000-000000000000', 'start_ticks' => $ticks, 'pidfd_inode' => 0],
    'all right, but another pid namespace' => ['pid_namespace' => 1, 'start_ticks' => $ticks, 'pidfd_inode' => 0],
];
$number = 0;
foreach ($variants as $name => $change) {
    foreach ([$stranger, -1, 0, 1, getmypid(), -$stranger] as $pid) {
        $key = 'process.reused' . $number++;
        $fake = ['key' => $key, 'pid' => $pid] + $change + $record;
        $fake['command_pid'] = $stranger;
        write_record(state_dir() . "/$key.json", $fake);

        $process = $manager->loadProcess($key);
        $name = "$name, pid $pid";
        if (!check($process !== null, "$name: it is found")) {
            continue;
        }
        check_same(false, $process->isRunning(), "$name: it does not run");
        check_same(Bgproc\State::Lost, $process->getState(), "$name: lost");
        check_same(true, $process->stop(0.1), "$name: stop() has nothing to do");
        check_throws('Bgproc\StateException', fn () => $process->signal(SIGUSR1), "$name: signal()");
        check_same(true, $process->wait(1.0), "$name: wait()");
        $name = substr($name, 0, strrpos($name, ','));
    }
}
check_same(0, $manager->createProcess('true')->getManager()->prune(100), 'prune() of what ended just now');

/* A handle that is older than the change: the starter's own stop still goes to the right one. */
$process = start(['sleep', '300'], ['confirm' => true], $manager);
check(wait_until(fn () => record($process)['state'] === 'running'), 'it runs');
rewrite_record($process, ['pid' => $stranger]);
check_same(true, $process->stop(1), 'stop() by the starter');
check_same(Bgproc\State::Stopped, $process->getState(), 'stopped');

check_same(true, $template->isRunning(), 'the real one is untouched');
check_same(1, $manager->stopAll(1), 'stopAll() stops the real one and nothing else');
clearstatcache();
check(!file_exists($report), 'the stranger got no signal: ' . @file_get_contents($report));
check(is_alive($stranger), 'the stranger lives');
posix_kill($stranger, SIGKILL);
pcntl_waitpid($stranger, $status);
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
