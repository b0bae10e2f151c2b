--TEST--
64 stops at once have one outcome, and each caller learns it
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 25.
 */
require __DIR__ . '/../inc/bgproc.inc';

/* It takes so long to end that all 64 have asked. */
$while = under_valgrind() ? 8 : 0.2;
foreach ([600, 0] as $keep) {
    $ready = test_dir() . "/ready$keep";
    $process = start("trap 'sleep $while; exit 44' TERM; echo > $ready; while :; do sleep 0.01; done", ['keep' => $keep]);
    wait_for_file($ready);
    $barrier = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $children = [];
    for ($i = 0; $i < 64; $i++) {
        $pid = pcntl_fork();
        if ($pid === 0) {
            $handle = $i % 2 ? $process : manager()->loadProcess($process->getKey());
            fclose($barrier[0]);
            fread($barrier[1], 1);
            $stopped = $handle->stop(at_most(10));
            $right = $stopped === true && $handle->getState() === Bgproc\State::Stopped && $handle->getExitCode() === 44;
            if (!$right) {
                fprintf(STDOUT, "FAILED: stopper %d: %s %s %s\n", $i, var_export($stopped, true), $handle->getState()->value, var_export($handle->getExitCode(), true));
            }
            posix_kill(getmypid(), SIGKILL);
        }
        $children[] = $pid;
    }
    fclose($barrier[1]);
    fclose($barrier[0]);
    foreach ($children as $pid) {
        pcntl_waitpid($pid, $status);
    }
    check($process->wait(20), 'it ends');
    check_same([Bgproc\State::Stopped, 44], [$process->getState(), $process->getExitCode()], "the starter, keep $keep");
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
