--TEST--
A plain string is executed directly, a script without #! by sh, and what needs a shell gets one
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * DESIGN 4: a string without anything for a shell may be exec'd directly, which saves a process; when in doubt, sh.
 */
require __DIR__ . '/../inc/bgproc.inc';

function program_of(BackgroundProcess $process): string
{
    return basename((string) readlink('/proc/' . $process->getMeta()['command_pid'] . '/exe'));
}

$shell = basename(realpath('/bin/sh'));
$expected = [
    'sleep 301' => 'sleep', '/bin/sleep 302' => 'sleep', '  sleep   303  ' => 'sleep',
    'sleep 304; true' => $shell, 'sleep $((300 + 5))' => $shell, 'sleep 306 && true' => $shell,
];
foreach ($expected as $line => $program) {
    $process = start($line, ['confirm' => true]);
    check(wait_until(fn () => program_of($process) === $program), "$line is run by $program");
    $process->stop();
}

/* ENOEXEC, as execvp() and the shell treat it. */
$script = write_file('without-shebang', "echo run by a shell\nexit 4\n", 0700);
$process = start($script, ['capture_output' => true]);
$process->wait();
check_same(["run by a shell\n", 4], [$process->getOutput(), $process->getExitCode()], 'a script without #!');

/* As argv it is what it is: not executable. */
$process = start([$script], ['keep' => 60]);
$process->wait();
check_same([Bgproc\State::Failed, null], [$process->getState(), $process->getExitCode()], 'the same as argv');
$error = $process->getMeta()['error'];
check_same(['exec', 8], [$error['stage'], $error['errno']], 'ENOEXEC at exec');

/* PATH of the command decides, as in a shell. */
mkdir(test_dir() . '/bin');
write_file('bin/bgproc-test-tool', "#!/bin/sh\necho found\n", 0700);
foreach (['bgproc-test-tool', ['bgproc-test-tool'], 'bgproc-test-tool; true'] as $i => $line) {
    $process = start($line, ['capture_output' => true, 'env' => ['PATH' => test_dir() . '/bin:' . getenv('PATH')]]);
    $process->wait();
    check_same("found\n", $process->getOutput(), "found by PATH ($i)");
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
