--TEST--
Option "stderr" => "stdout": both streams through one pipe or into one file, in the order of writing
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

/* Writes in turns, one system call for each line. */
$script = write_file('turns.sh', 'i=0; while [ $i -lt 500 ]; do echo out $i; echo err $i >&2; i=$((i + 1)); done; exit ${1-0}');
$turns = '';
for ($i = 0; $i < 500; $i++) {
    $turns .= "out $i\nerr $i\n";
}
$merged = ['stderr' => 'stdout', 'keep' => 600];

/* Captured, of any handle. */
$process = start(['sh', $script], ['capture_output' => true] + $merged);
check($process->wait(20), 'captured: it ends');
check_same($turns, $process->getOutput(), 'captured');
check_same('', $process->getErrorOutput(), 'captured: nothing of its own');
$other = manager()->loadProcess($process->getKey());
check_same([$turns, ''], [$other->getOutput(), $other->getErrorOutput()], 'captured, another handle');
check_same([0, 0], [$process->getMeta()['stdout_dropped'], $process->getMeta()['stderr_dropped']], 'nothing dropped');
$process = start(['sh', $script], ['capture_output' => true, 'keep' => 0] + $merged);
check($process->wait(20), 'keep 0: it ends');
check_same($turns, $process->getOutput(), 'keep 0');

/* The limit is one for both, and the error log has the end of it. */
$process = start(['sh', $script, '3'], ['capture_output' => true, 'output_limit' => 100] + $merged);
check($process->wait(20), 'limit: it ends');
check_same(substr($turns, -100), $process->getOutput(), 'limit');
check_same([strlen($turns) - 100, 0], [$process->getMeta()['stdout_dropped'], $process->getMeta()['stderr_dropped']], 'limit: dropped');
check_same($turns, (string) preg_replace('/^[^\t]*\t[^\t]*\t/', '', file_get_contents(state_dir() . '/err.log')), 'the error log');

/* Of the manager, or by default as before. */
$process = start(['sh', $script], [], manager(['capture_output' => true] + $merged));
check($process->wait(20), 'manager: it ends');
check_same($turns, $process->getOutput(), 'manager');
$process = start('echo out; echo err >&2', ['capture_output' => true, 'stderr' => null, 'keep' => 600], manager($merged));
check($process->wait(20), 'null: it ends');
check_same(["out\n", "err\n"], [$process->getOutput(), $process->getErrorOutput()], 'null');

/* A file: also appended to, and through the supervisor. */
foreach ([[], ['idle_timeout' => 600.0]] as $more) {
    foreach (['w' => '', 'a' => "old\n"] as $mode => $old) {
        $file = write_file('file', "old\n");
        $process = start(['sh', $script], ['stdout' => ['file', $file, $mode]] + $merged + $more);
        check($process->wait(20), 'file: it ends');
        check_same($old . $turns, file_get_contents($file), "file, mode $mode" . ($more ? ', idle_timeout' : ''));
        check_same('', $process->getErrorOutput(), 'file');
    }
}

/* Nowhere, and a file of that name. */
$links = '[ /proc/self/fd/1 -ef /proc/self/fd/2 ] && [ /proc/self/fd/2 -ef /dev/null ]';
$process = start($links, $merged);
check($process->wait(20) && $process->getExitCode() === 0, 'both to /dev/null');
check_same('', $process->getErrorOutput(), 'nowhere');
chdir(test_dir());
$process = start('echo err >&2', ['stderr' => './stdout', 'keep' => 600]);
check($process->wait(20), 'a file of that name');
check_same("err\n", file_get_contents('stdout'), 'a file of that name');
unlink('stdout');

/* Writing to either keeps it from being idle, and writing to none does not. */
foreach (['capture_output' => true, 'stdout' => null] as $name => $value) {
    $process = start('sleep 300', [$name => $value, 'idle_timeout' => 0.1, 'grace' => 1] + $merged);
    check($process->wait(20), 'idle: it ends');
    check_same('timed_out', $process->getState()->value, "idle: $name");
}
$process = start('i=0; while [ $i -lt 12 ]; do echo $i >&2; sleep 0.5; i=$((i + 1)); done', ['capture_output' => true, 'idle_timeout' => 5.0] + $merged);
check($process->wait(60), 'busy: it ends');
check_same('succeeded', $process->getState()->value, 'busy with standard error');

/* Other words are paths, in vain here, or refused. */
foreach (['stdout' => ['stdout'], 'stdin' => ['stdout']] as $option => $value) {
    check_throws('ValueError', fn () => manager()->createProcess('true', [$option => $value]), "an array as $option");
}
check_throws('ValueError', fn () => manager()->createProcess('true', ['stderr' => ['stdout']]), 'an array',
    '/^Option "stderr" must be null, "stdout", a path, or \["file", path, "w"\|"a"\], /');
check_throws('ValueError', fn () => manager()->createProcess('true', ['capture_output' => true, 'stderr' => 'STDOUT']), 'case counts', '/cannot be combined/');
check(!file_exists('stdout') && !file_exists('STDOUT'), 'no such files');
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
