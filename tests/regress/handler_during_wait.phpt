--TEST--
A signal handler that asks the same object during wait() or run() takes nothing away from it
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * The handler reads the outcome and closes the pipe; what it opens then gets the number that wait() was polling. And with
 * "confirm" it may hear that the command was executed before run() does.
 */
require __DIR__ . '/../inc/bgproc.inc';

pcntl_async_signals(true);
$sockets = [];

$process = start(['sleep', '0.5']);
pcntl_signal(SIGALRM, function () use ($process, &$sockets) {
    $process->wait();
    for ($i = 0; $i < 8; $i++) {
        $sockets[] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    }
});
pcntl_alarm(1);
$sleeper = start(['sh', '-c', 'sleep 0.2; kill -ALRM ' . getmypid()]);
check_seconds(0, 5, seconds(fn () => check($process->wait(20), 'it has ended')), 'wait() ends with the process');
check_same(0, $process->getExitCode(), 'exit code');
$sleeper->wait();
pcntl_alarm(0);

for ($i = 0; $i < 20; $i++) {
    $process = manager()->createProcess(['sleep', '3'], ['confirm' => true]);
    pcntl_signal(SIGUSR1, fn () => $process->getPid() && $process->isRunning());
    $storm = start(['sh', '-c', 'n=0; while [ $n -lt 30 ]; do kill -USR1 ' . getmypid() . '; n=$((n+1)); done']);
    check_seconds(0, 2.5, seconds(fn () => $process->run()), 'run() returns when the command was executed');
    $storm->wait(20);
    $process->stop(0);
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
