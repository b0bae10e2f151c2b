--TEST--
getOutput() and getErrorOutput() throw when the files are gone; the object that started the process reads on
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

function check_gone(BackgroundProcess $process, string $what): void
{
    foreach (['getOutput' => '.out', 'getErrorOutput' => '.err'] as $method => $suffix) {
        $e = check_throws('Bgproc\StoreException', fn () => $process->$method(), "$what, $method()",
            '/^The output of process ' . preg_quote($process->getKey()) . ' is gone: ' . preg_quote($process->getKey() . $suffix) . ' was removed with the record/');
        check_same(2, $e?->getCode(), "$what, $method(): ENOENT");
    }
}

/* The record goes at the end of its process. */
$go = test_dir() . '/go';
$process = start("echo out; echo err >&2; while [ ! -e $go ]; do sleep 0.01; done", ['capture_output' => true]);
$other = manager()->loadProcess($process->getKey());
check(wait_until(fn () => $other->getOutput() . $other->getErrorOutput() === "out\nerr\n"), 'while it runs');
touch($go);
check_same([true, true], [$process->wait(20), $other->wait(20)], 'the end');
check_same(["out\n", "err\n"], [$process->getOutput(), $process->getErrorOutput()], 'the starter');
check_gone($other, 'keep 0');

/* The record appears before the files have their names: a start that was killed in between has written nothing. */
$process = start('true', ['capture_output' => true, 'keep' => 600]);
$process->wait();
array_map('unlink', [state_dir() . "/{$process->getKey()}.out", state_dir() . "/{$process->getKey()}.err"]);
$other = manager()->loadProcess($process->getKey());
check_gone($other, 'removed by hand');
rewrite_record($process, ['state' => 'lost', 'started_us' => 0, 'command_pid' => 0]);
$other = manager()->loadProcess($process->getKey());
check_same(['', ''], [$other->getOutput(), $other->getErrorOutput()], 'too early for files');
manager()->prune();

/* It was pruned, or the key belongs to another process by now, or the directory is gone. */
$process = start('echo old', ['capture_output' => true, 'keep' => 600]);
$process->wait();
$other = manager()->loadProcess($process->getKey());
check_same("old\n", $other->getOutput(), 'kept');
manager()->prune();
check_gone($other, 'pruned');
$new = manager()->createProcess('echo new', ['capture_output' => true, 'keep' => 600]);
$new->setKey($process->getKey());
$new->run();
$new->wait();
check_gone($other, 'another process has the key');
$other = manager()->loadProcess($new->getKey());
exec('rm -rf ' . escapeshellarg(state_dir()));
check_gone($other, 'no directory');
check_same("new\n", $new->getOutput(), 'the starter');
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
