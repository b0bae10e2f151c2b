--TEST--
stopAll() does not count a process of which something is left that could not be killed, as stop() does not
--EXTENSIONS--
bgproc
pcntl
posix
--SKIPIF--
<?php
if (posix_geteuid() !== 0) {
    die('skip needs root');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

/* A command of an ordinary user with a child of root's, which this user may not signal. */
chmod(test_dir(), 0755);
$program = test_dir() . '/python_as_root';
copy('/usr/bin/python3', $program);
chmod($program, 04755);
$state = state_dir();
mkdir($state, 0700);
chown($state, 65534);

$pid = pcntl_fork();
if ($pid === 0) {
    posix_setgid(65534);
    posix_setuid(65534);
    $survivors = fn (BackgroundProcess $process): int => $process->getMeta()['survivors'];
    foreach (['stop' => false, 'stopAll' => 0] as $method => $expected) {
        $manager = manager(['keep' => 600, 'grace' => 0.1]);
        $process = start("$program -c 'import os, time; os.setuid(0); print(1, flush=True); time.sleep(4)' & sleep 300", ['capture_output' => true], $manager);
        check(wait_until(fn () => $process->getOutput() !== ''), 'it runs');
        check_same($expected, $method === 'stop' ? $process->stop(0.1) : $manager->stopAll(0.1), "$method()");
        check_same([true, 1], [$process->getState()->isFinal(), $survivors($process)], "$method(): what is left");
    }
    /* Not the end of the test, which checks what is left. */
    posix_kill(posix_getpid(), SIGKILL);
}
pcntl_waitpid($pid, $status);
check(wait_until(fn () => !str_contains((string) shell_exec('ps -eo args'), $program), 10.0), 'the child of root ends by itself');
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
