--TEST--
Every exit code from 0 to 255 is exact: by wait(), by another handle, and in the record
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 7 and 8 (commands that end at once).
 */
require __DIR__ . '/../inc/bgproc.inc';

$kept = manager(['keep' => 600]);
foreach ([$kept, manager()] as $manager) {
    $processes = [];
    for ($code = 0; $code < 256; $code++) {
        $process = $manager->createProcess($code % 2 ? "exit $code" : ['/bin/sh', '-c', 'exit $0', "$code"]);
        $process->run();
        $processes[$code] = $process;
    }
    foreach ($processes as $code => $process) {
        $state = $code ? Bgproc\State::Failed : Bgproc\State::Succeeded;
        if (!check($process->wait(30), "code $code: it ends") ||
            !check_same($code, $process->getExitCode(), "code $code: exit code of the starter") ||
            !check_same(null, $process->getTermSignal(), "code $code: no signal") ||
            !check_same($state, $process->getState(), "code $code: state") ||
            !check(!$process->isRunning(), "code $code: it does not run")) {
            break;
        }
        if ($manager === $kept) {
            $other = manager()->loadProcess($process->getKey());
            $record = record($process);
            check_same($code, $other?->getExitCode(), "code $code: exit code of another handle");
            check_same($state, $other?->getState(), "code $code: state of another handle");
            check_same([$code, null, $state->value, null], [$record['exit_code'], $record['signal'], $record['state'], $record['error']], "code $code: the record");
        } else {
            check_same(null, record($process), "code $code: the record is gone");
        }
    }
}

/* 126 and 127 of a shell are its own exit codes, not failures of ours. */
$process = start('no-such-program-here; exit', ['keep' => 60]);
$process->wait();
check_same([127, null], [$process->getExitCode(), $process->getMeta()['error']], 'sh does not find a program');
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
