--TEST--
A signal to the process group of the caller never stops a process that is being started
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * kill -TERM -GROUP of a shell, Ctrl-C: the new process left the group some time after its birth, and kept what the group had been
 * sent before.
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);
$pid = pcntl_fork();
if ($pid === 0) {
    posix_setpgid(0, 0);
    foreach ([SIGTERM, SIGINT, SIGQUIT, SIGUSR1] as $number) {
        pcntl_signal($number, SIG_IGN);
    }
    $killer = pcntl_fork();
    while ($killer === 0) {
        posix_kill(0, [SIGTERM, SIGINT, SIGQUIT, SIGUSR1][random_int(0, 3)]);
    }
    for ($i = 0; $i < repeats(150, 2000); $i++) {
        $manager->createProcess(['true'])->run();
    }
    posix_kill(0, SIGKILL);
}
pcntl_waitpid($pid, $status);
check_same(SIGKILL, pcntl_wtermsig($status), 'all were started');
$processes = $manager->listProcesses();
check(count($processes) === repeats(150, 2000), count($processes) . ' processes');
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
