--TEST--
The state directory is removed under a running process: its starter has the outcome all the same
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

foreach (['removed', 'replaced by an empty one', 'replaced by a file', 'moved away'] as $number => $how) {
    $dir = state_dir("state$number");
    $manager = manager(['working_directory' => $dir, 'keep' => 600]);
    $go = test_dir() . "/go$number";
    $process = start("echo before; while [ ! -e $go ]; do sleep 0.01; done; echo after; echo err >&2; exit 19", ['capture_output' => true, 'confirm' => true], $manager);
    $other = $manager->loadProcess($process->getKey());
    check(wait_until(fn () => $process->getOutput() === "before\n"), 'it writes');
    if ($how === 'moved away') {
        rename($dir, "$dir.moved");
    } else {
        array_map('unlink', array_filter([...glob("$dir/*"), ...glob("$dir/.*")], 'is_file'));
        rmdir($dir);
        $how === 'replaced by an empty one' && mkdir($dir, 0700);
        $how === 'replaced by a file' && touch($dir);
    }
    if ($how !== 'replaced by a file') {
        check_same(true, $process->isRunning(), "$how: it runs");
    }
    touch($go);
    if ($how === 'replaced by a file') {
        check($process->wait(20), "$how: wait()");
    }
    check_same([true, 19, Bgproc\State::Failed], [$process->wait(20), $process->getExitCode(), $process->getState()], "$how: outcome");
    check_same(["before\nafter\n", "err\n"], [$process->getOutput(), $process->getErrorOutput()], "$how: output");
    if ($how === 'moved away') {
        check_same(19, json_decode(file_get_contents("$dir.moved/{$process->getKey()}.json"), true)['exit_code'], "$how: the record is in the directory, wherever it is");
    } elseif ($how !== 'replaced by a file') {
        check(wait_until(fn () => !$other->isRunning()), "$how: another handle");
        check_same(null, $manager->loadProcess($process->getKey()), "$how: the record is gone");
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
