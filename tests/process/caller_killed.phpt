--TEST--
A caller that is killed right after run() changes nothing: the process ends and its outcome is recorded
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 11. 100 callers, 1,000 with BGPROC_TEST_SLOW=1.
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);
$callers = repeats(100, 1000);
$expected = [];

for ($i = 0; $i < $callers; $i++) {
    $code = $i % 256;
    /* Some are killed before the command runs, some while it writes, some when it has ended long ago. */
    $process = $manager->createProcess("echo output; sleep 0.0" . ($i % 4) . "; exit $code", ['capture_output' => $i % 2 === 0]);
    $process->setKey("killed.$i");
    $pid = pcntl_fork();
    if ($pid === 0) {
        $process->run();
        posix_kill(getmypid(), SIGKILL);
    }
    pcntl_waitpid($pid, $status);
    check(pcntl_wifsignaled($status) && pcntl_wtermsig($status) === SIGKILL, "caller $i was killed");
    $expected["killed.$i"] = $code;
}
foreach ($expected as $key => $code) {
    $process = $manager->loadProcess($key);
    if (check($process !== null, "$key is recorded")) {
        check($process->wait(30), "$key ends");
        check_same($code, $process->getExitCode(), "$key: exit code");
        if ($process->getMeta()['capture']) {
            check_same("output\n", $process->getOutput(), "$key: output");
        }
    }
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
