--TEST--
confirm: run() returns when the command has been executed, or throws; without it the failure is in the record
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 1 (confirm), promise 2: stage and errno, told apart from exit 126 and 127.
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);

/* 200 starts: the command has been executed when run() returns. */
for ($i = 0; $i < 200; $i++) {
    $process = start(['sleep', '300'], ['confirm' => true, 'keep' => 0]);
    $pid = $process->getMeta()['command_pid'];
    if (!check($pid > 1, "start $i: the pid of the command is known") ||
        !check_same('sleep', basename((string) @readlink("/proc/$pid/exe")), "start $i: the command has been executed") ||
        !check_same(Bgproc\State::Running, $process->getState(), "start $i: state")) {
        break;
    }
    $process->stop(0);
}

/* A command that ends at once is confirmed too. */
$process = start('exit 5', ['confirm' => true], $manager);
check($process->wait(20) && $process->getExitCode() === 5, 'it ends at once');

/* What can only be known at the exec itself. */
$bad = [
    'ENOEXEC' => [write_file('noexec', "no program\n", 0700), 8],
    'missing interpreter' => [write_file('interpreter', "#!/no/such/interpreter\n", 0700), 2],
    'CRLF shebang' => [write_file('crlf', "#!/bin/sh\r\necho x\r\n", 0700), 2],
    'empty program' => [write_file('empty', '', 0700), 8],
];
foreach ($bad as $name => [$program, $errno]) {
    $files = scandir(state_dir());
    $process = $manager->createProcess([$program], ['confirm' => true, 'keep' => 0]);
    $time = seconds(function () use ($process, $name, $errno) {
        $e = check_throws('Bgproc\SpawnException', fn () => $process->run(), "$name: confirm throws", '/exec/');
        check_same($errno, $e?->getCode(), "$name: errno");
    });
    check_seconds(0, 1, $time, "$name: at once");
    check(wait_until(fn () => array_diff(scandir(state_dir()), $files, ['err.log']) === []), "$name: nothing is left: " . implode(' ', array_diff(scandir(state_dir()), $files)));

    $process = start([$program], [], $manager);
    check($process->wait(20), "$name: it ends");
    check_same([Bgproc\State::Failed, null, null], [$process->getState(), $process->getExitCode(), $process->getTermSignal()], "$name: failed, without exit code");
    foreach ([$process->getMeta()['error'], record($process)['error'], $manager->loadProcess($process->getKey())->getMeta()['error']] as $error) {
        check_same(['exec', $errno, posix_strerror($errno)], [$error['stage'], $error['errno'], $error['message']], "$name: stage and errno");
    }
}

/* Exit codes 126 and 127 of a command are its own. */
foreach ([126, 127] as $code) {
    $process = start("exit $code", ['confirm' => true], $manager);
    $process->wait();
    check_same([$code, null], [$process->getExitCode(), $process->getMeta()['error']], "exit $code");
}

/* confirm does not wait for the end. */
check_seconds(0, 1, seconds(fn () => start('sleep 300', ['confirm' => true], $manager)->stop(0)), 'confirm');
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
