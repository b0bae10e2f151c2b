--TEST--
Whoever kills the process group of the caller, as Ctrl-C does, does not hit a process that was started: not even at once
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * The new process left the session only some time after run() had returned.
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);
/* The whole group of the caller is killed, as by Ctrl-C in a terminal: 50 times, no process may be in it any more. */
for ($i = 0; $i < 50; $i++) {
    $process = $manager->createProcess('sleep 0.01; exit 33');
    $pid = pcntl_fork();
    if ($pid === 0) {
        posix_setpgid(0, 0);
        $process->run();
        posix_kill(0, SIGKILL);
    }
    pcntl_waitpid($pid, $status);
    $process = $manager->loadProcess($process->getKey());
    check($process?->wait(30) === true, "group $i: it ends");
    check_same(33, $process->getExitCode(), "group $i: it was not in the group");
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
